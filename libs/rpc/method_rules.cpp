#include "libs/rpc/method_rules.h"

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "enlace/common/v1/options.pb.h"
#include "libs/core/absl_view.h"

namespace enlace::rpc {
namespace {

MethodRule ReadRule(const google::protobuf::ServiceDescriptor& service, std::string_view name) {
  MethodRule rule{.full_name = absl::StrCat(service.full_name(), "/", core::Absl(name))};
  const auto* method = service.FindMethodByName(std::string(name));
  if (method == nullptr) return rule;
  const auto& access = method->options().GetExtension(common::v1::access);
  rule.roles.assign(access.roles().begin(), access.roles().end());
  rule.scopes.assign(access.scopes().begin(), access.scopes().end());
  rule.discloses_personal_data = access.discloses_personal_data();
  return rule;
}

struct Cache {
  absl::Mutex mutex;
  absl::flat_hash_map<std::string, std::unique_ptr<MethodRule>> rules ABSL_GUARDED_BY(mutex);
};

}  // namespace

const MethodRule& RuleOf(const google::protobuf::ServiceDescriptor* service,
                         std::string_view method) {
  static auto& cache = *new Cache;
  const std::string key = absl::StrCat(service->full_name(), "/", core::Absl(method));
  {
    absl::ReaderMutexLock lock(&cache.mutex);
    if (const auto found = cache.rules.find(key); found != cache.rules.end()) {
      return *found->second;
    }
  }
  absl::MutexLock lock(&cache.mutex);
  auto& slot = cache.rules[key];
  if (!slot) slot = std::make_unique<MethodRule>(ReadRule(*service, method));
  return *slot;
}

}  // namespace enlace::rpc
