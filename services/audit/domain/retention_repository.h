#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/db/context.h"
#include "services/audit/domain/retention.h"

namespace enlace::audit {

// Where the choices of the context's tenant are kept. Thread-safe; may block until `deadline`.
// Errors are those of libs/db/database.h.
class RetentionRepository {
 public:
  virtual ~RetentionRepository() = default;

  virtual absl::StatusOr<Retention> Get(const db::TenantContext& context, absl::Time deadline) = 0;

  // Stores the choice of `years` and the event that says so, both or none, and answers what holds
  // then. What was chosen already is answered as it is. Errors of Lengthen.
  virtual absl::StatusOr<Retention> Choose(const db::TenantContext& context, int years,
                                           absl::Time deadline) = 0;
};

}  // namespace enlace::audit
