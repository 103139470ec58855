#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/catalog/codes.h"
#include "libs/core/clock.h"
#include "services/patient/domain/caller.h"
#include "services/patient/domain/patient.h"
#include "services/patient/domain/patient_filter.h"
#include "services/patient/domain/patient_input.h"
#include "services/patient/domain/patient_repository.h"

namespace enlace::patient {

// One page of a list.
struct PatientPage {
  std::vector<Patient> patients;
  // Key of the last patient, where more follow.
  std::optional<std::string> next;
};

// Names a patient by id, by document, or by both, which must agree then. Empty: not given.
struct PatientName {
  std::string id;
  std::string doc_type_id;
  std::string doc_number;
};

// The use cases of patients. Thread-safe. An id that is absent, deleted, malformed or
// another tenant's gets one answer: NOT_FOUND. All functions also return what the repository does.
// `warnings`: replaced by what is unusual about a write although it was accepted.
class PatientService {
 public:
  // All must outlive the service.
  PatientService(PatientRepository& repository, const catalog::Source& catalogs,
                 const core::Clock& clock);

  // INVALID_ARGUMENT with all violations, of the envelope too; ALREADY_EXISTS (DOCUMENT_EXISTS).
  absl::StatusOr<Patient> Create(const Caller& caller, const Envelope& envelope,
                                 const PatientInput& input, std::vector<core::Violation>& warnings);

  absl::StatusOr<Patient> Get(const Caller& caller, std::string_view id);

  // `after`: key of the page before, empty for the first one. `violations`: what is wrong with the
  // page asked for. PERMISSION_DENIED (SCOPE_MISSING) when the filter names no person and the
  // caller may not list.
  absl::StatusOr<PatientPage> List(const Caller& caller, const PatientQuery& query, int page_size,
                                   std::string_view after, std::vector<core::Violation> violations);

  // Changes the fields that were sent. An update that changes nothing makes no new version.
  absl::StatusOr<Patient> Update(const Caller& caller, std::string_view id,
                                 const PatientInput& input, std::vector<core::Violation>& warnings);

  // Creates the patient with the document of `input`, or changes the one that has it. An empty
  // envelope is none.
  absl::StatusOr<PatientRepository::Upserted> Upsert(const Caller& caller, const Envelope& envelope,
                                                     const PatientInput& input,
                                                     std::vector<core::Violation>& warnings);

  // The live patient with the document of `input`, as they are, or else a new one, whose id is `id`
  // unless that is empty (FHIR: conditional create). INVALID_ARGUMENT with all violations in both
  // cases: a document is required, of a workflow's patient too. An empty envelope is none.
  absl::StatusOr<PatientRepository::Upserted> Ensure(const Caller& caller, const Envelope& envelope,
                                                     std::string_view id, const PatientInput& input,
                                                     std::vector<core::Violation>& warnings);

  // Softly. NOT_FOUND for a deleted one.
  absl::Status Delete(const Caller& caller, std::string_view id);

  // Answers a live patient as it is. ALREADY_EXISTS (DOCUMENT_EXISTS) when its document was given
  // to another patient meanwhile.
  absl::StatusOr<Patient> Restore(const Caller& caller, std::string_view id);

  // The live ones among at most 1000 ids, in no order; what is no id is passed over.
  // INVALID_ARGUMENT (LIST_LENGTH).
  absl::StatusOr<std::vector<Patient>> GetAll(const Caller& caller,
                                              const std::vector<std::string>& ids);

  // A live patient, for a booking.
  absl::StatusOr<Patient> Resolve(const Caller& caller, const PatientName& name);

 private:
  catalog::Codes CodesOf(const Caller& caller) const;

  PatientRepository& repository_;
  const catalog::Source& catalogs_;
  const core::Clock& clock_;
};

}  // namespace enlace::patient
