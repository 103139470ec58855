#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/testing/catalog_lint.h"
#include "libs/testing/sql.h"
#include "services/patient/storage/patient_fixture.h"

namespace enlace::patient::storage {
namespace {

using Among = PatientRepository::Among;

// Raw statements as the runtime role, as if the code had forgotten the tenant.
struct RawSession {
  explicit RawSession(PatientFixture& f) : database(f.database.get()) {}
  absl::StatusOr<db::Rows> Run(const db::TenantContext& context, const db::Statement& statement,
                               const db::Params& params) {
    auto transaction = database->Begin(context, absl::Now() + absl::Seconds(20));
    REQUIRE(transaction.ok());
    return transaction->RunAndCommit(statement, params);
  }
  db::TenantDatabase* database;
};

constexpr db::Statement kSelectAll{"raw_select_all", "SELECT id FROM patients"};
constexpr db::Statement kSelectPhones{"raw_select_phones", "SELECT phone FROM patient_phones"};
constexpr db::Statement kSelectFields{"raw_select_fields",
                                      "SELECT patient_id FROM patient_custom_fields"};
constexpr db::Statement kPlantField{"raw_plant_field",
                                    "INSERT INTO patient_custom_fields VALUES ($1, 1, $2)"};
constexpr db::Statement kUpdateAll{"raw_update_all", "UPDATE patients SET email = 'x@y.co'"};
constexpr db::Statement kMoveTenant{"raw_move_tenant", "UPDATE patients SET tenant_id = $1"};
constexpr db::Statement kInsertForeign{
    "raw_insert_foreign",
    "INSERT INTO patients (tenant_id, id, workflow, owner_id) VALUES ($1, $2, 'w', $3)"};
constexpr db::Statement kDeleteAll{"raw_delete_all", "DELETE FROM patients"};
constexpr db::Statement kReadOutbox{"raw_read_outbox", "SELECT event_id FROM outbox"};

TEST_CASE("another tenant's patient is as absent as one that never was") {
  PatientFixture f;
  auto patient = PatientOf(f.alpha, "1032456789");
  patient.phones = {"+573001234567"};
  patient.email = "maria@example.com";
  patient.custom_fields = {{"plan", "gold"}, {"visits", 3}};
  f.Insert(f.alpha, patient);
  CHECK(!f.patients.Find(f.beta, patient.id)->has_value());
  CHECK(!f.patients.FindByDocument(f.beta, *patient.document)->has_value());
  for (const PatientFilter& filter :
       {PatientFilter{}, PatientFilter{.document = patient.document},
        PatientFilter{.email = "maria@example.com"}, PatientFilter{.phone = "+573001234567"},
        PatientFilter{.name = "maria"}, PatientFilter{.owner_id = "owner@example.com"},
        PatientFilter{.doc_type_id = "CC"}, PatientFilter{.custom_fields = {{"plan", "gold"}}},
        PatientFilter{.custom_fields = {{"plan", "gold"}, {"visits", "3"}}}}) {
    CHECK(f.patients.List(f.beta, filter, std::nullopt, 50)->empty());
  }
  bool asked = false;
  const auto change = [&](const Patient& current) -> absl::StatusOr<Patient> {
    asked = true;
    return current;
  };
  const auto foreign = f.patients.Update(f.beta, patient.id, Among::kAll, change).status();
  const auto absent = f.patients.Update(f.beta, NewId(), Among::kAll, change).status();
  CHECK(foreign == absent);
  CHECK(foreign == core::refusal::NotFoundPatient());
  CHECK(!asked);
}

TEST_CASE("statements that forget the tenant see and change only the context's rows") {
  PatientFixture f(1);
  auto patient = PatientOf(f.alpha, "1032456789");
  patient.phones = {"+573001234567"};
  patient.custom_fields = {{"plan", "gold"}};
  f.Insert(f.alpha, patient);
  RawSession raw(f);
  CHECK(raw.Run(f.alpha.context, kSelectAll, {})->size() == 1);
  CHECK(raw.Run(f.beta.context, kSelectAll, {})->empty());
  CHECK(raw.Run(f.beta.context, kSelectPhones, {})->empty());
  CHECK(raw.Run(f.alpha.context, kSelectFields, {})->size() == 1);
  CHECK(raw.Run(f.beta.context, kSelectFields, {})->empty());
  CHECK(!raw.Run(f.beta.context, kPlantField,
                 db::Params().Id(f.alpha.context.tenant_id).Id(patient.id))
             .ok());
  CHECK(raw.Run(f.beta.context, kUpdateAll, {})->affected() == 0);

  const auto planted =
      raw.Run(f.beta.context, kInsertForeign,
              db::Params().Id(f.alpha.context.tenant_id).Id(NewId()).Text("owner@example.com"));
  CHECK(!planted.ok());
  const auto moved =
      raw.Run(f.alpha.context, kMoveTenant, db::Params().Id(f.beta.context.tenant_id));
  CHECK(!moved.ok());
}

TEST_CASE("the runtime role can neither remove patients nor read the outbox") {
  PatientFixture f;
  f.Insert(f.alpha, PatientOf(f.alpha, "1032456789"));
  RawSession raw(f);
  CHECK(!raw.Run(f.alpha.context, kDeleteAll, {}).ok());
  CHECK(!raw.Run(f.alpha.context, kReadOutbox, {}).ok());
}

TEST_CASE("to a caller who is limited to workflows, patients of others and of none do not exist") {
  PatientFixture f;
  auto of_none = PatientOf(f.alpha, "1001");
  auto of_other = PatientOf(f.alpha, "1002");
  of_other.phones = {"+573001234567"};
  of_other.workflow = "patient_questions";
  auto of_own = PatientOf(f.alpha, "1003");
  of_own.workflow = "prior_auth";
  for (const auto* patient : {&of_none, &of_other, &of_own}) f.Insert(f.alpha, *patient);
  auto limited = f.alpha;
  limited.context.workflows = "intake,prior_auth";

  for (const auto* hidden : {&of_none, &of_other}) {
    CHECK(!f.patients.Find(limited, hidden->id)->has_value());
    CHECK(!f.patients.FindByDocument(limited, *hidden->document)->has_value());
  }
  CHECK(f.patients.Find(limited, of_own.id)->has_value());
  CHECK(f.patients.List(limited, {}, std::nullopt, 50)->size() == 1);
  CHECK(f.patients.List(limited, {.phone = "+573001234567"}, std::nullopt, 50)->empty());
  RawSession raw(f);
  CHECK(raw.Run(limited.context, kSelectAll, {})->size() == 1);
  CHECK(!raw.Run(limited.context, kInsertForeign,
                 db::Params().Id(limited.context.tenant_id).Id(NewId()).Text("o@example.com"))
             .ok());
  CHECK(raw.Run(f.alpha.context, kSelectAll, {})->size() == 3);
}

TEST_CASE("where a tenant limits its users to their own patients, others do not exist for them") {
  PatientFixture f;
  auto mine = f.alpha;
  mine.context.owner_scope = mine.owner_id;
  const auto own = f.Insert(mine, PatientOf(mine, "1001"));
  auto other = CallerOf(f.alpha.context.tenant_id, "other@example.com");
  auto foreign = PatientOf(other, "1002");
  foreign.phones = {"+573001234567"};
  foreign.custom_fields = {{"plan", "gold"}, {"visits", 3}};
  f.Insert(other, foreign);

  CHECK(f.patients.Find(mine, own.id)->has_value());
  CHECK(!f.patients.Find(mine, foreign.id)->has_value());
  CHECK(f.patients.List(mine, {}, std::nullopt, 50)->size() == 1);
  CHECK(f.patients.List(mine, {.phone = "+573001234567"}, std::nullopt, 50)->empty());
  CHECK(f.patients.List(mine, {.custom_fields = {{"plan", "gold"}}}, std::nullopt, 50)->empty());
  CHECK(f.patients
            .List(mine, {.custom_fields = {{"plan", "gold"}, {"visits", "3"}}}, std::nullopt, 50)
            ->empty());
  CHECK(f.patients.List(f.alpha, {}, std::nullopt, 50)->size() == 2);
  RawSession raw(f);
  CHECK(raw.Run(mine.context, kSelectPhones, {})->empty());
  CHECK(!raw.Run(mine.context, kInsertForeign,
                 db::Params().Id(mine.context.tenant_id).Id(NewId()).Text("other@example.com"))
             .ok());

  INFO("an upsert can't take the document of a patient that is hidden from its caller");
  const auto hidden = f.patients.Upsert(
      mine, *foreign.document, [&]() -> absl::StatusOr<Patient> { return PatientOf(mine, "1002"); },
      [](const Patient& current) -> absl::StatusOr<Patient> { return current; });
  CHECK(core::DetailsOf(hidden.status()).reason == core::reason::kDocumentExists);
}

TEST_CASE("a write without an actor is refused") {
  PatientFixture f;
  auto nobody = f.alpha;
  nobody.context.actor_id = "";
  CHECK(!f.patients.Insert(nobody, PatientOf(nobody, "1001")).ok());
  CHECK(f.patients.List(f.alpha, {}, std::nullopt, 50)->empty());
}

TEST_CASE("what is derived from a patient is no event of its own, and goes with the patient") {
  PatientFixture f;
  auto patient = PatientOf(f.alpha, "1001");
  patient.custom_fields = {{"plan", "gold"}, {"visits", 3}};
  f.Insert(f.alpha, patient);
  const auto count = [&](const char* table) {
    return testing::RunSql(f.server.AdminUrl(),
                           std::string("SELECT count(*) AS n FROM ") + table)[0]
        .Int("n");
  };
  CHECK(count("outbox") == 1);
  CHECK(count("patient_custom_fields") == 2);
  testing::RunSql(f.server.AdminUrl(), "DELETE FROM patients");
  CHECK(count("patient_custom_fields") == 0);
}

TEST_CASE("the catalogues keep the rules of isolation") {
  const testing::TestDatabase server("patient");
  CHECK(testing::LintCatalog(server.AdminUrl(), "enlace_patient_runtime") ==
        std::vector<std::string>{});
}

}  // namespace
}  // namespace enlace::patient::storage
