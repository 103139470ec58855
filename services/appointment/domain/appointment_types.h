#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/catalog/codes.h"
#include "libs/core/clock.h"
#include "services/appointment/domain/appointment_type_repository.h"
#include "services/appointment/domain/appointment_type_rules.h"
#include "services/appointment/domain/page_request.h"

namespace enlace::appointment {

// One page of a list; `next` is the key of the last item, where more follow.
struct AppointmentTypePage {
  std::vector<AppointmentType> types;
  std::optional<std::string> next;
};

// The use cases of appointment types. Thread-safe. An id that is absent, deleted, malformed or
// another tenant's gets one answer: NOT_FOUND. All functions also return what the repository does.
class AppointmentTypes {
 public:
  // All must outlive the object.
  AppointmentTypes(AppointmentTypeRepository& repository, const catalog::Source& catalogs,
                   const core::Clock& clock);

  // INVALID_ARGUMENT with all violations, see ApplyInput; ALREADY_EXISTS (CODE_EXISTS). `warnings`:
  // replaced by what is unusual although it was accepted; likewise below.
  absl::StatusOr<AppointmentType> Create(const Caller& caller, const AppointmentTypeInput& input,
                                         std::vector<core::Violation>& warnings);
  absl::StatusOr<AppointmentType> Get(const Caller& caller, std::string_view id);
  absl::StatusOr<AppointmentTypePage> List(const Caller& caller, const std::optional<bool>& active,
                                           PageRequest page);

  // Changes the fields that were sent. A change that changes nothing makes no new version.
  absl::StatusOr<AppointmentType> Update(const Caller& caller, std::string_view id,
                                         const AppointmentTypeInput& input,
                                         std::vector<core::Violation>& warnings);

  // Softly; the code becomes free.
  absl::Status Delete(const Caller& caller, std::string_view id);

 private:
  catalog::Codes CodesOf(const Caller& caller) const;

  AppointmentTypeRepository& repository_;
  const catalog::Source& catalogs_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment
