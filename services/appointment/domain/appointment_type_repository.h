#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/appointment/domain/appointment_type.h"
#include "services/appointment/domain/caller.h"

namespace enlace::appointment {

// Where appointment types are kept. Each function is one transaction in the caller's tenant: rows
// of other tenants do not exist for it. Implementations are thread-safe. Besides what is named, all
// functions return UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED and INTERNAL.
class AppointmentTypeRepository {
 public:
  virtual ~AppointmentTypeRepository() = default;

  // ALREADY_EXISTS (CODE_EXISTS) when a live type has the code.
  virtual absl::StatusOr<AppointmentType> Insert(const Caller& caller,
                                                 const AppointmentType& type) = 0;

  // A live type; nullopt where there is none.
  virtual absl::StatusOr<std::optional<AppointmentType>> Find(const Caller& caller,
                                                              const core::Ulid& id) = 0;

  // Live types in the order of their ids, which is that of their creation, after `after`, at most
  // `limit`.
  virtual absl::StatusOr<std::vector<AppointmentType>> List(const Caller& caller,
                                                            const std::optional<bool>& active,
                                                            const std::optional<core::Ulid>& after,
                                                            int limit) = 0;

  // Makes of the current type the one that is to be stored; may be called again after a conflict.
  using Worker = std::function<absl::StatusOr<AppointmentType>(const AppointmentType&)>;

  // Locks a live type, and stores what `worker` makes of it, unless nothing changed. NOT_FOUND;
  // FAILED_PRECONDITION (ETAG_MISMATCH) by the caller's if_match; what `worker` answers;
  // ALREADY_EXISTS (CODE_EXISTS).
  virtual absl::StatusOr<AppointmentType> Update(const Caller& caller, const core::Ulid& id,
                                                 const Worker& worker) = 0;

  // Softly. NOT_FOUND; FAILED_PRECONDITION (ETAG_MISMATCH) by the caller's if_match.
  virtual absl::Status Delete(const Caller& caller, const core::Ulid& id) = 0;
};

}  // namespace enlace::appointment
