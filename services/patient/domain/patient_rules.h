#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/catalog/codes.h"
#include "libs/core/error.h"
#include "services/patient/domain/caller.h"
#include "services/patient/domain/patient.h"
#include "services/patient/domain/patient_input.h"

namespace enlace::patient {

// The patient that results when `input` is applied to `current` (an empty patient for a new one):
// fields that were sent replace, cleared ones become empty, custom fields merge by key. Everything
// is put into canonical form. INVALID_ARGUMENT names all violations at once, `earlier` ones first.
//   first and last name and a document are required unless the patient belongs to a workflow
//   a document has both of its parts
//   a cleared field must exist, be clearable and not be sent as well
// `codes`: what codes, phones and the dates of today are judged by. `warnings`: replaced by what is
// unusual although it is accepted.
absl::StatusOr<Patient> ApplyInput(const Patient& current, const PatientInput& input,
                                   const catalog::Codes& codes,
                                   std::vector<core::Violation>& warnings,
                                   std::vector<core::Violation> earlier = {});

// Adds EVENT_TYPE unless eventType is PATIENT, and ACTION_TYPE unless actionType is one of
// `actions`.
void CheckEnvelope(const Envelope& envelope, const std::vector<std::string_view>& actions,
                   std::vector<core::Violation>& violations);

// The same of an envelope that may be absent, or absent in part.
void CheckOptionalEnvelope(const Envelope& envelope, const std::vector<std::string_view>& actions,
                           std::vector<core::Violation>& violations);

// Adds WORKFLOW_UNKNOWN unless `workflow` may get the patient: that of `input` is one that the
// caller may use, and one who is limited to some neither clears it nor makes a patient (`is_new`)
// without.
void CheckWorkflow(const Caller& caller, const PatientInput& input, bool is_new,
                   std::vector<core::Violation>& violations);

}  // namespace enlace::patient
