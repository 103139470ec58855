#include "services/patient/domain/patient_service.h"

#include <utility>

#include "libs/catalog/identity_document.h"
#include "libs/clinical/date.h"
#include "libs/core/reasons.h"
#include "services/patient/domain/patient_rules.h"

namespace enlace::patient {
namespace {

constexpr std::size_t kMostAtOnce = 1000;

absl::Status Absent() { return core::refusal::NotFoundPatient(); }

absl::StatusOr<Patient> OrAbsent(absl::StatusOr<std::optional<Patient>> found) {
  if (!found.ok()) return found.status();
  if (!found->has_value()) return Absent();
  return *std::move(*found);
}

Patient NewPatient(const Caller& caller, const core::Clock& clock) {
  Patient patient;
  patient.id = core::Ulid::Generate(clock.Now());
  patient.owner_id = caller.owner_id;
  return patient;
}

absl::Status ListingRefused() { return core::refusal::ScopeMissingListPatients(); }

}  // namespace

PatientService::PatientService(PatientRepository& repository, const catalog::Source& catalogs,
                               const core::Clock& clock)
    : repository_(repository), catalogs_(catalogs), clock_(clock) {}

catalog::Codes PatientService::CodesOf(const Caller& caller) const {
  return {catalogs_.Current(), caller.rules, clinical::Today(clock_, caller.time_zone)};
}

absl::StatusOr<Patient> PatientService::Create(const Caller& caller, const Envelope& envelope,
                                               const PatientInput& input,
                                               std::vector<core::Violation>& warnings) {
  std::vector<core::Violation> violations;
  CheckEnvelope(envelope, {"CREATE"}, violations);
  CheckWorkflow(caller, input, /*is_new=*/true, violations);
  auto patient = ApplyInput(NewPatient(caller, clock_), input, CodesOf(caller), warnings,
                            std::move(violations));
  if (!patient.ok()) return patient.status();
  return repository_.Insert(caller, *patient);
}

absl::StatusOr<Patient> PatientService::Get(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  return OrAbsent(repository_.Find(caller, *key));
}

absl::StatusOr<PatientPage> PatientService::List(const Caller& caller, const PatientQuery& query,
                                                 int page_size, std::string_view after,
                                                 std::vector<core::Violation> violations) {
  const auto key = after.empty() ? std::nullopt : core::Ulid::Parse(after);
  if (!after.empty() && !key) {
    violations.push_back(core::violation::PageTokenInvalid("pageToken"));
  }
  const PatientFilter filter = ReadFilter(query, CodesOf(caller), violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (!caller.may_list && !filter.IdentifiesPerson()) return ListingRefused();

  auto patients = repository_.List(caller, filter, key, page_size + 1);
  if (!patients.ok()) return patients.status();
  PatientPage page{*std::move(patients), std::nullopt};
  if (page.patients.size() > static_cast<std::size_t>(page_size)) {
    page.patients.pop_back();
    page.next = page.patients.back().id.ToString();
  }
  return page;
}

absl::StatusOr<Patient> PatientService::Update(const Caller& caller, std::string_view id,
                                               const PatientInput& input,
                                               std::vector<core::Violation>& warnings) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  const auto codes = CodesOf(caller);
  std::vector<core::Violation> violations;
  CheckWorkflow(caller, input, /*is_new=*/false, violations);
  return repository_.Update(caller, *key, PatientRepository::Among::kLive,
                            [&](const Patient& current) {
                              return ApplyInput(current, input, codes, warnings, violations);
                            });
}

absl::StatusOr<PatientRepository::Upserted> PatientService::Upsert(
    const Caller& caller, const Envelope& envelope, const PatientInput& input,
    std::vector<core::Violation>& warnings) {
  const auto codes = CodesOf(caller);
  std::vector<core::Violation> violations;
  CheckOptionalEnvelope(envelope, {"CREATE", "UPDATE"}, violations);
  CheckWorkflow(caller, input, /*is_new=*/true, violations);
  std::vector<core::Violation> of_document;
  const auto document = catalog::ReadIdentityDocument(codes, input.doc_type_id.value_or(""),
                                                      input.doc_number.value_or(""), "docTypeId",
                                                      "docNumber", of_document);
  const auto make = [&]() -> absl::StatusOr<Patient> {
    return ApplyInput(NewPatient(caller, clock_), input, codes, warnings, violations);
  };
  if (!document) {
    // Nobody can have it: judged as a new patient, so that all violations are named.
    auto judged = make();
    return judged.ok() ? core::InvalidFields(std::move(of_document)) : judged.status();
  }
  return repository_.Upsert(caller, *document, make, [&](const Patient& current) {
    return ApplyInput(current, input, codes, warnings, violations);
  });
}

absl::Status PatientService::Delete(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  return repository_
      .Update(caller, *key, PatientRepository::Among::kLive,
              [](const Patient& current) -> absl::StatusOr<Patient> {
                Patient next = current;
                next.deleted = true;
                return next;
              })
      .status();
}

absl::StatusOr<Patient> PatientService::Restore(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  return repository_.Update(caller, *key, PatientRepository::Among::kAll,
                            [](const Patient& current) -> absl::StatusOr<Patient> {
                              Patient next = current;
                              next.deleted = false;
                              return next;
                            });
}

absl::StatusOr<std::vector<Patient>> PatientService::GetAll(const Caller& caller,
                                                            const std::vector<std::string>& ids) {
  if (ids.size() > kMostAtOnce) {
    return core::InvalidFields({core::violation::ListLength("ids", kMostAtOnce)});
  }
  std::vector<core::Ulid> keys;
  for (const auto& id : ids) {
    if (const auto key = core::Ulid::Parse(id)) keys.push_back(*key);
  }
  return repository_.FindAll(caller, keys);
}

absl::StatusOr<Patient> PatientService::Resolve(const Caller& caller, const PatientName& name) {
  std::optional<clinical::IdentityDocument> document;
  if (name.id.empty() || !name.doc_type_id.empty() || !name.doc_number.empty()) {
    std::vector<core::Violation> violations;
    document = catalog::ReadIdentityDocument(CodesOf(caller), name.doc_type_id, name.doc_number,
                                             "docTypeId", "docNumber", violations);
    if (!document) return core::InvalidFields(std::move(violations));
  }
  if (name.id.empty()) return OrAbsent(repository_.FindByDocument(caller, *document));
  auto patient = Get(caller, name.id);
  if (patient.ok() && document && patient->document != document) return Absent();
  return patient;
}

}  // namespace enlace::patient
