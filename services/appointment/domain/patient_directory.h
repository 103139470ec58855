#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "libs/clinical/identity_document.h"
#include "libs/core/ulid.h"
#include "services/appointment/domain/person_name.h"

namespace enlace::appointment {

// What a booking keeps of its patient.
struct PatientReference {
  core::Ulid id;
  std::optional<clinical::IdentityDocument> document;
  // Name of the workflow that the patient belongs to.
  std::optional<std::string> workflow;
};

// Where patients are known, seen with the rights of one call's caller.
class PatientDirectory {
 public:
  virtual ~PatientDirectory() = default;

  // A live patient of the caller's tenant; nullopt where there is none. UNAVAILABLE when it can't
  // be found out; other errors (of the credential, the deadline) as the patient service answers
  // them.
  virtual absl::StatusOr<std::optional<PatientReference>> Resolve(const PersonName& name) = 0;
};

}  // namespace enlace::appointment
