#include "services/patient/domain/patient_service.h"

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "libs/catalog/testing/sample_catalogs.h"
#include "libs/core/reasons.h"
#include "libs/testing/fake_clock.h"

namespace enlace::patient {
namespace {

// Patients of one tenant in memory; documents are not unique here.
class PatientsInMemory final : public PatientRepository {
 public:
  absl::StatusOr<Patient> Insert(const Caller&, const Patient& patient) override {
    return rows[patient.id] = patient;
  }
  absl::StatusOr<std::optional<Patient>> Find(const Caller&, const core::Ulid& id) override {
    const auto found = rows.find(id);
    if (found == rows.end() || found->second.deleted) return std::optional<Patient>();
    return std::optional(found->second);
  }
  absl::StatusOr<std::optional<Patient>> FindByDocument(
      const Caller&, const clinical::IdentityDocument& document) override {
    for (const auto& [id, patient] : rows) {
      if (!patient.deleted && patient.document == document) return std::optional(patient);
    }
    return std::optional<Patient>();
  }
  absl::StatusOr<std::vector<Patient>> List(const Caller&, const PatientFilter&,
                                            const std::optional<core::Ulid>& after,
                                            int limit) override {
    ++lists;
    std::vector<Patient> found;
    for (const auto& [id, patient] : rows) {
      if (static_cast<int>(found.size()) < limit && (!after || id > *after)) {
        found.push_back(patient);
      }
    }
    return found;
  }
  absl::StatusOr<std::vector<Patient>> FindAll(const Caller&,
                                               const std::vector<core::Ulid>& ids) override {
    std::vector<Patient> found;
    for (const auto& id : ids) {
      const auto row = rows.find(id);
      if (row != rows.end() && !row->second.deleted) found.push_back(row->second);
    }
    return found;
  }
  absl::StatusOr<Patient> Update(const Caller&, const core::Ulid& id, Among among,
                                 const Change& change) override {
    const auto found = rows.find(id);
    if (found == rows.end() || (among == Among::kLive && found->second.deleted)) {
      return core::refusal::NotFoundPatient();
    }
    auto next = change(found->second);
    if (next.ok()) found->second = *next;
    return next;
  }
  absl::StatusOr<Upserted> Upsert(const Caller& caller, const clinical::IdentityDocument& document,
                                  const Make& make, const Change& change) override {
    const auto found = *FindByDocument(caller, document);
    const auto made = found ? Update(caller, found->id, Among::kLive, change) : make();
    if (!made.ok()) return made.status();
    if (!found) rows[made->id] = *made;
    return Upserted{.patient = *made, .created = !found};
  }

  std::map<core::Ulid, Patient> rows;
  int lists = 0;
};

struct Fixture {
  testing::FakeClock clock{absl::FromUnixSeconds(1'795'000'000)};
  PatientsInMemory rows;
  catalog::testing::SampleCatalogs catalogs;
  PatientService patients{rows, catalogs, clock};
  std::vector<core::Violation> warnings;
  Caller caller{.owner_id = "owner@example.com", .time_zone = "America/Bogota"};

  PatientInput Input() const {
    return {.first_name = "María",
            .last_name = "Rodríguez",
            .doc_type_id = "CC",
            .doc_number = "1032456789"};
  }
  Patient Create() {
    auto patient = patients.Create(caller, {"PATIENT", "CREATE"}, Input(), warnings);
    REQUIRE(patient.ok());
    clock.Advance(absl::Milliseconds(1));
    return *patient;
  }
};

std::shared_ptr<const std::set<std::string, std::less<>>> Workflows(
    std::set<std::string, std::less<>> names) {
  return std::make_shared<const std::set<std::string, std::less<>>>(std::move(names));
}

TEST_CASE("a created patient belongs to the credential's owner") {
  Fixture f;
  const auto patient = f.Create();
  CHECK(patient.owner_id == "owner@example.com");
  CHECK(!patient.id.IsNil());
  CHECK(*f.patients.Get(f.caller, patient.id.ToString()) == patient);
}

TEST_CASE("a creation names the violations of envelope and fields together") {
  Fixture f;
  const auto refused = f.patients.Create(f.caller, {"APPOINTMENT", "CREATE"}, {}, f.warnings);
  const auto violations = core::DetailsOf(refused.status()).violations;
  REQUIRE(violations.size() == 5);
  CHECK(violations[0].field == "eventType");
  CHECK(violations[4].field == "docNumber");
  CHECK(f.rows.rows.empty());
}

TEST_CASE("absent, deleted and malformed ids get one answer from every use case") {
  Fixture f;
  const auto deleted = f.Create();
  REQUIRE(f.patients.Delete(f.caller, deleted.id.ToString()).ok());
  const auto expected = core::refusal::NotFoundPatient();
  for (const std::string& id : {deleted.id.ToString(), std::string("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
                                std::string("no id"), std::string()}) {
    INFO(id);
    CHECK(f.patients.Get(f.caller, id).status() == expected);
    CHECK(f.patients.Update(f.caller, id, {.email = "a@example.com"}, f.warnings).status() ==
          expected);
    CHECK(f.patients.Delete(f.caller, id) == expected);
    if (!id.empty()) CHECK(f.patients.Resolve(f.caller, {.id = id}).status() == expected);
    if (id != deleted.id.ToString()) CHECK(f.patients.Restore(f.caller, id).status() == expected);
  }
}

TEST_CASE("a deleted patient can be restored, and a live one stays as it is") {
  Fixture f;
  const auto patient = f.Create();
  const auto id = patient.id.ToString();
  CHECK(*f.patients.Restore(f.caller, id) == patient);
  REQUIRE(f.patients.Delete(f.caller, id).ok());
  CHECK(*f.patients.Restore(f.caller, id) == patient);
}

TEST_CASE("listing needs an exact identifier or the scope") {
  Fixture f;
  for (const auto& query :
       {PatientQuery{}, PatientQuery{.name = "Rod"}, PatientQuery{.doc_type_id = "CC"}}) {
    const auto refused = f.patients.List(f.caller, query, 50, "", {});
    CHECK(refused.status().code() == absl::StatusCode::kPermissionDenied);
    CHECK(core::DetailsOf(refused.status()).reason == core::reason::kScopeMissing);
  }
  CHECK(f.rows.lists == 0);
  CHECK(f.patients.List(f.caller, {.email = "maria@example.com"}, 50, "", {}).ok());
  f.caller.may_list = true;
  CHECK(f.patients.List(f.caller, {}, 50, "", {}).ok());
}

TEST_CASE("pages follow each other without gap or repetition") {
  Fixture f;
  f.caller.may_list = true;
  std::vector<core::Ulid> expected;
  expected.reserve(5);
  for (int i = 0; i < 5; ++i) expected.push_back(f.Create().id);
  std::vector<core::Ulid> seen;
  std::string after;
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const auto page = f.patients.List(f.caller, {}, 2, after, {});
    REQUIRE(page.ok());
    for (const auto& patient : page->patients) seen.push_back(patient.id);
    more = page->next.has_value();
    after = page->next.value_or("");
  }
  CHECK(pages == 3);
  CHECK(seen == expected);
}

TEST_CASE("what is wrong with page and filter is told together") {
  Fixture f;
  const auto refused = f.patients.List(f.caller, {.email = "maria"}, 50, "not a key",
                                       {{"pageSize", "RANGE", "must be from 1 to 200"}});
  const auto violations = core::DetailsOf(refused.status()).violations;
  REQUIRE(violations.size() == 3);
  CHECK(violations[1].field == "pageToken");
  CHECK(violations[2].field == "email");
}

TEST_CASE("an upsert creates once and changes afterwards") {
  Fixture f;
  const auto created = f.patients.Upsert(f.caller, {}, f.Input(), f.warnings);
  REQUIRE(created.ok());
  CHECK(created->created);
  CHECK(created->patient.owner_id == "owner@example.com");
  Caller other = f.caller;
  other.owner_id = "other@example.com";
  const auto changed = f.patients.Upsert(
      other, {"PATIENT", "UPDATE"},
      {.doc_type_id = "cc", .doc_number = "1032456789", .email = "maria@example.com"}, f.warnings);
  REQUIRE(changed.ok());
  CHECK(!changed->created);
  CHECK(changed->patient.id == created->patient.id);
  CHECK(changed->patient.first_name == "María");
  CHECK(changed->patient.email == "maria@example.com");
  CHECK(changed->patient.owner_id == "owner@example.com");
  CHECK(f.rows.rows.size() == 1);
}

TEST_CASE("an upsert of a new patient needs what a creation needs") {
  Fixture f;
  const auto nameless = f.patients.Upsert(
      f.caller, {}, {.doc_type_id = "CC", .doc_number = "1032456789"}, f.warnings);
  CHECK(core::DetailsOf(nameless.status()).violations.size() == 2);
  const auto bad =
      f.patients.Upsert(f.caller, {"APPOINTMENT", ""},
                        {.doc_type_id = "CC", .doc_number = "A-", .email = "x"}, f.warnings);
  CHECK(core::DetailsOf(bad.status()).violations.size() == 5);
  f.caller.workflows = Workflows({"prior_auth"});
  const auto no_document = f.patients.Upsert(f.caller, {}, {.workflow = "prior_auth"}, f.warnings);
  CHECK(core::DetailsOf(no_document.status()).violations.size() == 2);
  CHECK(f.rows.rows.empty());
}

TEST_CASE("a patient joins a workflow that the caller may use, and none without being asked") {
  Fixture f;
  f.caller.workflows = Workflows({"prior_auth"});
  CHECK(f.patients.Create(f.caller, {"PATIENT", "CREATE"}, {.workflow = "prior_auth"}, f.warnings)
            .ok());
  const auto unknown =
      f.patients.Create(f.caller, {"PATIENT", "CREATE"}, {.workflow = "intake"}, f.warnings);
  CHECK(unknown.status() == core::InvalidFields({core::violation::WorkflowUnknown("workflow")}));
  const auto patient = f.Create();
  const auto id = patient.id.ToString();
  CHECK(f.patients.Update(f.caller, id, {.workflow = "intake"}, f.warnings).status() ==
        unknown.status());
  CHECK(f.patients.Update(f.caller, id, {.workflow = "prior_auth"}, f.warnings)->workflow ==
        "prior_auth");
}

TEST_CASE("who is limited to workflows neither leaves them out nor clears them") {
  Fixture f;
  f.caller.limited_to_workflows = true;
  f.caller.workflows = Workflows({"prior_auth"});
  const auto refused = core::InvalidFields({core::violation::WorkflowUnknownLimited("workflow")});
  CHECK(f.patients.Create(f.caller, {"PATIENT", "CREATE"}, f.Input(), f.warnings).status() ==
        refused);
  CHECK(f.patients.Upsert(f.caller, {}, f.Input(), f.warnings).status() == refused);
  CHECK(f.patients.Ensure(f.caller, {}, "", f.Input(), f.warnings).status() == refused);
  auto input = f.Input();
  input.workflow = "prior_auth";
  const auto patient = f.patients.Create(f.caller, {"PATIENT", "CREATE"}, input, f.warnings);
  REQUIRE(patient.ok());
  const auto id = patient->id.ToString();
  CHECK(f.patients.Update(f.caller, id, {.clear_fields = {"workflow"}}, f.warnings).status() ==
        refused);
  CHECK(f.patients.Update(f.caller, id, {.email = "a@example.com"}, f.warnings).ok());
}

TEST_CASE("a booking's patient is found by id, by document, or by both that agree") {
  Fixture f;
  const auto patient = f.Create();
  const auto id = patient.id.ToString();
  CHECK(f.patients.Resolve(f.caller, {.id = id})->id == patient.id);
  CHECK(f.patients.Resolve(f.caller, {"", "cc", "1032456789"})->id == patient.id);
  CHECK(f.patients.Resolve(f.caller, {id, "CC", "1032456789"})->id == patient.id);
  CHECK(f.patients.Resolve(f.caller, {id, "CC", "79555111"}).status() ==
        core::refusal::NotFoundPatient());
  CHECK(f.patients.Resolve(f.caller, {"", "CC", "79555111"}).status() ==
        core::refusal::NotFoundPatient());
  const auto unnamed = f.patients.Resolve(f.caller, {});
  CHECK(core::DetailsOf(unnamed.status()).violations.size() == 2);
  const auto half = f.patients.Resolve(f.caller, {id, "CC", ""});
  CHECK(core::DetailsOf(half.status()).violations.size() == 1);
}

}  // namespace
}  // namespace enlace::patient
