#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/testing/sql.h"
#include "services/patient/storage/patient_fixture.h"

namespace enlace::patient::storage {
namespace {

using nlohmann::json;
using Among = PatientRepository::Among;

PatientRepository::Change Setting(std::string_view email) {
  return [email = std::string(email)](const Patient& current) -> absl::StatusOr<Patient> {
    auto next = current;
    next.email = email;
    return next;
  };
}

absl::StatusOr<Patient> Deleted(const Patient& current) {
  auto next = current;
  next.deleted = true;
  return next;
}

absl::StatusOr<Patient> Live(const Patient& current) {
  auto next = current;
  next.deleted = false;
  return next;
}

TEST_CASE("a patient comes back as it was stored, every field of it") {
  PatientFixture f;
  auto patient = PatientOf(f.alpha, "1032456789");
  patient.birth_date = absl::CivilDay(1990, 4, 12);
  patient.gender_id = "F";
  patient.gender_identity_id = "02";
  patient.mrn = "HC-1";
  patient.phones = {"+573001234567", "+576015551234"};
  patient.email = "Maria@Example.com";
  patient.eps_id = "EPS005";
  patient.habeas_data = true;
  patient.workflow = "prior_auth";
  patient.custom_fields = json{{"plan", "gold"},
                               {"visits", 3},
                               {"weight", 61.5},
                               {"quote", "'; DROP TABLE patients; -- \"\\ {}"},
                               {"nested", {{"list", {1, "ñ", nullptr, true}}}}};
  const auto stored = f.Insert(f.alpha, patient);
  patient.created_at = stored.created_at;
  patient.updated_at = stored.updated_at;
  CHECK(stored == patient);
  CHECK(absl::AbsDuration(absl::Now() - stored.created_at) < absl::Minutes(1));
  CHECK(*f.patients.Find(f.alpha, patient.id) == patient);
  CHECK(*f.patients.FindByDocument(f.alpha, *patient.document) == patient);
}

TEST_CASE("absent fields stay absent") {
  PatientFixture f;
  Patient patient;
  patient.id = NewId();
  patient.owner_id = f.alpha.owner_id;
  patient.workflow = "prior_auth";
  const auto stored = f.Insert(f.alpha, patient);
  CHECK(!stored.first_name);
  CHECK(!stored.document);
  CHECK(!stored.birth_date);
  CHECK(stored.phones.empty());
  CHECK(stored.custom_fields == json::object());
  // A second one without document does not collide with the first.
  patient.id = NewId();
  f.Insert(f.alpha, patient);
}

TEST_CASE("a document names one live patient of a tenant") {
  PatientFixture f;
  const auto first = f.Insert(f.alpha, PatientOf(f.alpha, "1032456789"));
  const auto other = f.Insert(f.alpha, PatientOf(f.alpha, "79555111"));
  const auto taken = f.patients.Insert(f.alpha, PatientOf(f.alpha, "1032456789")).status();
  CHECK(taken.code() == absl::StatusCode::kAlreadyExists);
  CHECK(core::DetailsOf(taken).reason == core::reason::kDocumentExists);
  CHECK(taken.message().find("1032456789") == absl::string_view::npos);

  const auto moved = f.patients.Update(f.alpha, other.id, Among::kLive, [&](const Patient& p) {
    auto next = p;
    next.document = first.document;
    return absl::StatusOr<Patient>(next);
  });
  CHECK(core::DetailsOf(moved.status()).reason == core::reason::kDocumentExists);

  INFO("another tenant may know the same person");
  f.Insert(f.beta, PatientOf(f.beta, "1032456789"));
}

TEST_CASE("deletion is soft, frees the document, and can be taken back") {
  PatientFixture f;
  const auto patient = f.Insert(f.alpha, PatientOf(f.alpha, "1032456789"));
  REQUIRE(f.patients.Update(f.alpha, patient.id, Among::kLive, Deleted).ok());
  CHECK(!f.patients.Find(f.alpha, patient.id)->has_value());
  CHECK(f.patients.Update(f.alpha, patient.id, Among::kLive, Deleted).status() ==
        core::refusal::NotFoundPatient());

  const auto successor = f.Insert(f.alpha, PatientOf(f.alpha, "1032456789"));
  const auto refused = f.patients.Update(f.alpha, patient.id, Among::kAll, Live);
  CHECK(core::DetailsOf(refused.status()).reason == core::reason::kDocumentExists);

  REQUIRE(f.patients.Update(f.alpha, successor.id, Among::kLive, Deleted).ok());
  const auto restored = f.patients.Update(f.alpha, patient.id, Among::kAll, Live);
  REQUIRE(restored.ok());
  CHECK(!restored->deleted);
  CHECK((*f.patients.Find(f.alpha, patient.id))->document == patient.document);
}

TEST_CASE("every write leaves one event with before and after, in versions without gap") {
  PatientFixture f;
  const auto patient = f.Insert(f.alpha, PatientOf(f.alpha, "1032456789"));
  REQUIRE(f.patients.Update(f.alpha, patient.id, Among::kLive, Setting("a@example.com")).ok());
  REQUIRE(f.patients.Update(f.alpha, patient.id, Among::kLive, Setting("a@example.com")).ok());
  REQUIRE(f.patients.Update(f.alpha, patient.id, Among::kLive, Deleted).ok());
  REQUIRE(f.patients.Update(f.alpha, patient.id, Among::kAll, Live).ok());

  const auto events = testing::RunSql(
      f.server.AdminUrl(),
      "SELECT action, resource_type, resource_version, actor_id, actor_email, request_id, "
      "before_row ->> 'email' AS old_email, after_row ->> 'email' AS new_email, "
      "before_row IS NULL AS is_new, after_row ? 'email_lower' AS has_derived, "
      "resource_ids[1] = $1::uuid AS is_it FROM outbox ORDER BY seq",
      db::Params().Id(patient.id));
  const std::string expected[] = {"CREATE", "UPDATE", "DELETE", "RESTORE"};
  REQUIRE(events.size() == 4);
  for (int i = 0; i < 4; ++i) {
    INFO(expected[i]);
    CHECK(events[i].Text("action") == expected[i]);
    CHECK(events[i].Text("resource_type") == "Patient");
    CHECK(events[i].Int("resource_version") == i + 1);
    CHECK(events[i].Text("actor_id") == f.alpha.context.actor_id);
    CHECK(events[i].Text("actor_email") == "owner@example.com");
    CHECK(events[i].Text("request_id") == "request-1");
    CHECK(events[i].Bool("is_new") == (i == 0));
    CHECK(!events[i].Bool("has_derived"));
    CHECK(events[i].Bool("is_it"));
  }
  CHECK(events[1].IsNull("old_email"));
  CHECK(events[1].Text("new_email") == "a@example.com");
}

TEST_CASE("a refused change leaves the row and the outbox as they were") {
  PatientFixture f;
  const auto patient = f.Insert(f.alpha, PatientOf(f.alpha, "1032456789"));
  const auto refused = f.patients.Update(
      f.alpha, patient.id, Among::kLive, [](const Patient&) -> absl::StatusOr<Patient> {
        return core::InvalidFields({{"email", "EMAIL_FORMAT", "must be an e-mail address"}});
      });
  CHECK(refused.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(**f.patients.Find(f.alpha, patient.id) == patient);
  CHECK(testing::RunSql(f.server.AdminUrl(), "SELECT FROM outbox").size() == 1);
}

TEST_CASE("an upsert changes the patient that has the document") {
  PatientFixture f;
  const auto make = [&]() -> absl::StatusOr<Patient> { return PatientOf(f.alpha, "1032456789"); };
  const clinical::IdentityDocument document{"CC", "1032456789"};
  const auto created = f.patients.Upsert(f.alpha, document, make, Setting("b@example.com"));
  REQUIRE(created.ok());
  CHECK(created->created);
  CHECK(!created->patient.email);
  const auto changed = f.patients.Upsert(f.alpha, document, make, Setting("b@example.com"));
  REQUIRE(changed.ok());
  CHECK(!changed->created);
  CHECK(changed->patient.id == created->patient.id);
  CHECK(changed->patient.email == "b@example.com");
}

TEST_CASE("a change is for the version that it names, and leaves every other as it is") {
  PatientFixture f;
  const auto patient = f.Insert(f.alpha, PatientOf(f.alpha, "1032456789"));
  const auto with = [&](const char* if_match) {
    auto caller = f.alpha;
    caller.if_match = *core::VersionMatch::Parse(if_match);
    return caller;
  };
  const auto changed =
      f.patients.Update(with("\"1\""), patient.id, Among::kLive, Setting("a@example.com"));
  REQUIRE(changed.ok());
  CHECK(changed->version == 2);
  const auto refuses = [&](const absl::Status& status) {
    INFO(status.ToString());
    return status.code() == absl::StatusCode::kFailedPrecondition &&
           core::DetailsOf(status).reason == core::reason::kEtagMismatch;
  };
  for (const char* stale : {"\"1\"", "\"1\", \"3\"", "W/\"2\""}) {
    const auto caller = with(stale);
    CHECK(refuses(
        f.patients.Update(caller, patient.id, Among::kLive, Setting("b@example.com")).status()));
    CHECK(refuses(f.patients.Update(caller, patient.id, Among::kLive, Deleted).status()));
    const auto make = []() -> absl::StatusOr<Patient> { return core::Internal("not asked for"); };
    CHECK(refuses(f.patients.Upsert(caller, *patient.document, make, Deleted).status()));
  }
  CHECK(**f.patients.Find(f.alpha, patient.id) == *changed);

  INFO("where there is no patient, an upsert on a condition creates none");
  const auto make = [&]() -> absl::StatusOr<Patient> { return PatientOf(f.alpha, "1001"); };
  const clinical::IdentityDocument unknown{"CC", "1001"};
  CHECK(refuses(f.patients.Upsert(with("*"), unknown, make, Deleted).status()));
  CHECK(refuses(f.patients.Upsert(with("\"1\""), unknown, make, Deleted).status()));
  CHECK(f.patients.List(f.alpha, {}, std::nullopt, 50)->size() == 1);
  CHECK(f.patients.Update(with("*"), patient.id, Among::kLive, Setting("c@example.com")).ok());
}

}  // namespace
}  // namespace enlace::patient::storage
