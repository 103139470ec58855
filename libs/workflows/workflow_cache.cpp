#include "libs/workflows/workflow_cache.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace enlace::workflows {
namespace {

// Some megabytes. Beyond it begins anew: which tenants are in use shows within seconds.
constexpr std::size_t kMostEntries = 10'000;

}  // namespace

absl::StatusOr<std::shared_ptr<const WorkflowNames>> WorkflowCache::Of(
    const authn::Principal& caller, const Fetch& fetch) {
  const auto key =
      absl::StrCat(caller.tenant_id.ToString(), " ", absl::StrJoin(caller.workflows, ","));
  {
    absl::MutexLock lock(&mutex_);
    const auto found = entries_.find(key);
    if (found != entries_.end() && found->second.version >= caller.workflows_version) {
      return found->second.names;
    }
  }
  auto fetched = fetch();
  if (!fetched.ok()) return fetched.status();
  const auto names = std::make_shared<const WorkflowNames>(*std::move(fetched));
  absl::MutexLock lock(&mutex_);
  if (entries_.size() >= kMostEntries) entries_.clear();
  auto& entry = entries_[key];
  // Of two that asked at once, the one who knew of the later change is right.
  if (!entry.names || entry.version <= caller.workflows_version) {
    entry = {.version = caller.workflows_version, .names = names};
  }
  return names;
}

}  // namespace enlace::workflows
