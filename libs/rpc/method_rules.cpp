#include "libs/rpc/method_rules.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
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
  rule.writes = access.writes();
  rule.while_read_only = access.while_read_only();
  rule.whole_tenant = access.whole_tenant();
  rule.callers.assign(access.callers().begin(), access.callers().end());
  return rule;
}

using Key = std::pair<const google::protobuf::ServiceDescriptor*, std::string>;
using KeyView = std::pair<const google::protobuf::ServiceDescriptor*, std::string_view>;

// Found by a view: no key is made for a call.
struct HashKey {
  using is_transparent = void;
  std::size_t operator()(const KeyView& key) const {
    return absl::HashOf(key.first, core::Absl(key.second));
  }
  std::size_t operator()(const Key& key) const { return (*this)(KeyView(key)); }
};
struct SameKey {
  using is_transparent = void;
  bool operator()(const KeyView& left, const KeyView& right) const { return left == right; }
};

struct Cache {
  absl::Mutex mutex;
  absl::flat_hash_map<Key, std::unique_ptr<MethodRule>, HashKey, SameKey> rules
      ABSL_GUARDED_BY(mutex);
};

}  // namespace

const MethodRule& RuleOf(const google::protobuf::ServiceDescriptor* service,
                         std::string_view method) {
  static auto& cache = *new Cache;
  const KeyView key(service, method);
  {
    absl::ReaderMutexLock lock(&cache.mutex);
    if (const auto found = cache.rules.find(key); found != cache.rules.end()) {
      return *found->second;
    }
  }
  absl::MutexLock lock(&cache.mutex);
  auto& slot = cache.rules[Key(key)];
  if (!slot) slot = std::make_unique<MethodRule>(ReadRule(*service, method));
  return *slot;
}

}  // namespace enlace::rpc
