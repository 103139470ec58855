#include "libs/testing/sql.h"
#include "services/patient/storage/patient_filter_sql.h"
#include "services/patient/storage/patient_fixture.h"
#include "services/patient/storage/patient_statements.h"

namespace enlace::patient::storage {
namespace {

// 10,000 patients of the tenant and as many of a hundred others.
void Populate(const PatientFixture& f) {
  testing::RunSql(f.server.AdminUrl(), "ALTER TABLE patients DISABLE TRIGGER patients_audit");
  testing::RunSql(
      f.server.AdminUrl(),
      "INSERT INTO patients (tenant_id, id, first_name, last_name, doc_type_id, doc_number, "
      "phones, email, owner_id, workflow) "
      "SELECT CASE WHEN i % 2 = 0 THEN $1::uuid "
      "ELSE ('00000000-0000-0000-0000-' || lpad((i % 100)::text, 12, '0'))::uuid END, new_ulid(), "
      "'Name' || i % 500, 'Family' || i % 300, 'CC', (10000 + i)::text, "
      "ARRAY['+57300' || (1000000 + i)], 'p' || i || '@example.com', 'o' || i % 200, 'w' || i % "
      "200 "
      "FROM generate_series(1, 20000) AS i",
      db::Params().Id(f.alpha.context.tenant_id));
  testing::RunSql(f.server.AdminUrl(), "ANALYZE patients, patient_phones");
}

// The plan as the runtime role gets it, policies included.
std::string PlanOf(const PatientFixture& f, const db::Statement& statement,
                   const db::Params& params) {
  const auto rows = testing::RunSql(f.server.RuntimeUrl(),
                                    std::string("EXPLAIN (COSTS OFF) ") + statement.sql, params);
  std::string plan;
  for (int i = 0; i < rows.size(); ++i) {
    plan.append(rows[i].Text("\"QUERY PLAN\"")).append("\n");
  }
  return plan;
}

TEST_CASE("every look-up reaches its index under row-level security") {
  PatientFixture f;
  Populate(f);
  const auto tenant = f.alpha.context.tenant_id;
  const auto by_document = db::Params().Id(tenant).Text("CC").Text("10002");
  const auto list = [&](const PatientFilter& filter) {
    return ListParams(f.alpha, filter, std::nullopt, 51);
  };
  const PatientFilter document{.document = clinical::IdentityDocument{"CC", "10002"}};
  const PatientFilter email{.email = "p2@example.com"};
  const PatientFilter phone{.phone = "+573001000002"};
  const PatientFilter name{.name = "name77"};
  const PatientFilter workflow{.workflow = "w2"};
  const PatientFilter owner{.owner_id = "o2"};
  const PatientFilter fields{.custom_fields = {{"plan", "gold"}}};
  const struct {
    const db::Statement& statement;
    db::Params params;
    const char* index;
  } cases[] = {
      {kFindPatient, db::Params().Id(tenant).Id(NewId()), "patients_pkey"},
      {kFindPatientByDocument, by_document, "patients_document_unique"},
      {kLockPatientByDocument, by_document, "patients_document_unique"},
      {kListPatients, list({}), "patients_pkey"},
      {kListPatientsByFields, list(fields), "patients_pkey"},
      {kListPatientsByDocument, list(document), "patients_document_unique"},
      {kListPatientsByEmail, list(email), "patients_by_email"},
      {kListPatientsByPhone, list(phone), "patient_phones_pkey"},
      {kListPatientsByName, list(name), "patients_by_full_name"},
      {kListPatientsByName, list(name), "patients_by_family_names"},
      {kListPatientsByWorkflow, list(workflow), "patients_by_workflow"},
      {kListPatientsByOwner, list(owner), "patients_by_owner"},
  };
  for (const auto& item : cases) {
    const auto plan = PlanOf(f, item.statement, item.params);
    INFO(item.statement.name << "\n" << plan);
    CHECK(plan.find(item.index) != std::string::npos);
    CHECK(plan.find("Seq Scan") == std::string::npos);
  }
}

}  // namespace
}  // namespace enlace::patient::storage
