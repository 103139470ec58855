#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/authn/principal.h"

namespace enlace::workflows {

using WorkflowNames = std::set<std::string, std::less<>>;

// The enabled workflows that callers may use, each as it was when it was last asked for. A change
// is noticed by the principal's workflows_version, which every service learns within the age of a
// resolved credential. Thread-safe.
class WorkflowCache {
 public:
  // Asks the auth service in the caller's name.
  using Fetch = std::function<absl::StatusOr<WorkflowNames>()>;

  // At least as new as `caller` knows of a change; asks only for what is older or not known. The
  // error of `fetch` is not remembered.
  absl::StatusOr<std::shared_ptr<const WorkflowNames>> Of(const authn::Principal& caller,
                                                          const Fetch& fetch);

 private:
  struct Entry {
    std::int64_t version = 0;
    std::shared_ptr<const WorkflowNames> names;
  };

  absl::Mutex mutex_;
  // By tenant and what the caller is limited to.
  absl::flat_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace enlace::workflows
