#include <algorithm>
#include <optional>
#include <utility>

#include "libs/catalog/identity_document.h"
#include "libs/core/reasons.h"
#include "services/patient/domain/patient_rules.h"
#include "services/patient/domain/patient_service.h"

namespace enlace::patient {
namespace {

using Violations = std::vector<core::Violation>;

// What is wrong with the whole, and with its document where the whole may go without one.
absl::Status Refused(const absl::Status& judged, Violations of_document) {
  auto violations = judged.ok() ? Violations() : core::DetailsOf(judged).violations;
  for (auto& violation : of_document) {
    const bool named =
        std::any_of(violations.begin(), violations.end(),
                    [&violation](const auto& earlier) { return earlier.field == violation.field; });
    if (!named) violations.push_back(std::move(violation));
  }
  return core::InvalidFields(std::move(violations));
}

}  // namespace

absl::StatusOr<PatientRepository::Upserted> PatientService::Ensure(const Caller& caller,
                                                                   const Envelope& envelope,
                                                                   std::string_view id,
                                                                   const PatientInput& input,
                                                                   Violations& warnings) {
  const auto codes = CodesOf(caller);
  Violations violations;
  Patient patient;
  patient.id = core::Ulid::Generate(clock_.Now());
  patient.owner_id = caller.owner_id;
  if (!id.empty()) {
    const auto asked = core::Ulid::Parse(id);
    if (!asked) violations.push_back(core::violation::IdFormat("id"));
    patient.id = asked.value_or(patient.id);
  }
  CheckOptionalEnvelope(envelope, {"CREATE"}, violations);
  CheckWorkflow(caller, input, /*is_new=*/true, violations);
  // Judged for a patient who is there, too: whether a call is right does not hang on what is
  // stored.
  const auto made = ApplyInput(patient, input, codes, warnings, std::move(violations));
  Violations of_document;
  const auto document = catalog::ReadIdentityDocument(codes, input.doc_type_id.value_or(""),
                                                      input.doc_number.value_or(""), "docTypeId",
                                                      "docNumber", of_document);
  if (!document) return Refused(made.status(), std::move(of_document));
  if (!made.ok()) return made.status();
  return repository_.Upsert(
      caller, *document, [&made]() -> absl::StatusOr<Patient> { return *made; },
      [](const Patient& current) -> absl::StatusOr<Patient> { return current; });
}

}  // namespace enlace::patient
