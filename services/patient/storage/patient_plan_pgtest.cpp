#include "libs/testing/query_plan.h"
#include "libs/usage/daily_counts.h"
#include "services/patient/storage/patient_crowd_fixture.h"
#include "services/patient/storage/patient_filter_sql.h"
#include "services/patient/storage/patient_fixture.h"
#include "services/patient/storage/patient_statements.h"

namespace enlace::patient::storage {
namespace {

using testing::PlanMode;

constexpr int kPage = 51;
// A page and what stands beside it: index entries, rows, and their look-ups.
constexpr long kPageWork = 6 * kPage;

struct Case {
  const char* what;
  const db::Statement& statement;
  db::Params params;
  const char* index;
  // Rows that may be looked at; the tenant has 500,000.
  long most;
};

Case List(const char* what, const Caller& caller, const PatientFilter& filter, const char* index,
          long most, const std::optional<core::Ulid>& after = std::nullopt) {
  return {what, ListStatement(filter), ListParams(caller, filter, after, kPage), index, most};
}

// Every query that a request can wait for.
std::vector<Case> HotQueries(const Caller& caller) {
  const auto tenant = caller.context.tenant_id;
  const auto by_id = db::Params().Id(tenant).Id(CrowdId(77));
  const auto by_document = db::Params().Id(tenant).Text("CC").Text("77");
  const PatientFilter document{.document = clinical::IdentityDocument{"CC", "77"}};
  const PatientFilter document_and_name{.document = document.document, .name = "name77"};
  const PatientFilter one{.custom_fields = {{"crmId", "crm-77"}}};
  const PatientFilter many{.custom_fields = {{"plan", "gold"}}};
  const PatientFilter number{.custom_fields = {{"visits", "7"}}};
  const PatientFilter boolean{.custom_fields = {{"even", "true"}}};
  const PatientFilter two{.custom_fields = {{"plan", "gold"}, {"visits", "7"}}};
  const PatientFilter rare_last{.custom_fields = {{"plan", "gold"}, {"crmId", "crm-300000"}}};
  const PatientFilter rare_first{.custom_fields = {{"crmId", "crm-300000"}, {"plan", "gold"}}};
  const PatientFilter absent{.custom_fields = {{"plan", "gold"}, {"nothing", "x"}}};
  const PatientFilter of_type{.doc_type_id = "CC", .custom_fields = {{"plan", "gold"}}};
  const PatientFilter of_workflow{.workflow = "w7", .custom_fields = {{"crmId", "crm-7"}}};
  const PatientFilter newest{.newest_first = true};
  PatientFilter newest_many = many, newest_two = two;
  newest_many.newest_first = newest_two.newest_first = true;
  const PatientFilter newest_of_workflow{.workflow = "w7", .newest_first = true};
  const PatientFilter newest_of_type{.doc_type_id = "CC", .newest_first = true};
  // The patients are all of one day, and these are others.
  const auto by_day = usage::CreatedParams(tenant, {.from = absl::CivilDay(2026, 1, 1),
                                                    .to = absl::CivilDay(2026, 4, 1),
                                                    .time_zone = "America/Bogota"});
  const auto middle = CrowdId(kCrowd / 2), end = CrowdId(kCrowd - 10);
  const char* fields = "patient_custom_fields_pkey";
  return {
      {"get", kFindPatient, by_id, "patients_pkey", 1},
      {"get to change", kLockLivePatient, by_id, "patients_pkey", 1},
      {"get by document", kFindPatientByDocument, by_document, "patients_document_unique", 1},
      {"registered by day", kCountCreatedPatients, by_day, "patients_pkey", usage::kMostDays},
      {"upsert", kLockPatientByDocument, by_document, "patients_document_unique", 1},
      List("first page", caller, {}, "patients_pkey", kPage),
      List("page in the middle", caller, {}, "patients_pkey", kPage, middle),
      List("last page", caller, {}, "patients_pkey", kPage, end),
      List("newest first", caller, newest, "patients_pkey", kPage),
      List("newest first, middle", caller, newest, "patients_pkey", kPage, middle),
      List("newest of a workflow", caller, newest_of_workflow, "patients_by_workflow", kPage,
           middle),
      List("newest of a type", caller, newest_of_type, "patients_by_document_type", kPage),
      List("newest with a custom field", caller, newest_many, fields, 2 * kPage, middle),
      List("newest with two custom fields", caller, newest_two, fields, 20 * kPage, middle),
      List("document", caller, document, "patients_document_unique", 1),
      List("document and name", caller, document_and_name, "patients_document_unique", 1),
      List("e-mail", caller, {.email = "p77@example.com"}, "patients_by_email", 1),
      List("phone", caller, {.phone = "+573000000077"}, "patient_phones_pkey", 2),
      List("full name", caller, {.name = "name77 family7"}, "patients_by_full_name", kPageWork),
      List("family names", caller, {.name = "family2999"}, "patients_by_family_names", 1000),
      List("workflow", caller, {.workflow = "w7"}, "patients_by_workflow", kPage),
      List("workflow, middle", caller, {.workflow = "w7"}, "patients_by_workflow", kPage, middle),
      List("owner", caller, {.owner_id = "o7"}, "patients_by_owner", kPage),
      List("owner, middle", caller, {.owner_id = "o7"}, "patients_by_owner", kPage, middle),
      List("frequent type", caller, {.doc_type_id = "CC"}, "patients_by_document_type", kPage),
      List("rare type", caller, {.doc_type_id = "CE"}, "patients_by_document_type", kPage),
      List("custom field of one", caller, one, fields, 2),
      List("custom field of many", caller, many, fields, 2 * kPage),
      List("custom field of many, middle", caller, many, fields, 2 * kPage, middle),
      List("number", caller, number, fields, 2 * kPage),
      List("boolean", caller, boolean, fields, 2 * kPage),
      List("custom field and type", caller, of_type, fields, 2 * kPage),
      List("custom field and workflow", caller, of_workflow, fields, 2),
      List("two custom fields", caller, two, fields, 20 * kPage),
      List("two custom fields, middle", caller, two, fields, 20 * kPage, middle),
      List("a rare custom field behind", caller, rare_last, fields, kPageWork),
      List("a rare custom field before", caller, rare_first, fields, kPageWork),
      List("a custom field of nobody", caller, absent, fields, kPageWork),
  };
}

TEST_CASE("every query reaches its index among a million patients, however it is planned") {
  const testing::TestDatabase server("patient");
  const auto caller = CallerOf(NewId());
  MakeCrowd(server, caller.context.tenant_id);
  for (const auto& query : HotQueries(caller)) {
    for (const auto mode : {PlanMode::kCustom, PlanMode::kGeneric, PlanMode::kSixth}) {
      const auto plan = testing::ExplainStatement(server, caller.context.tenant_id, query.statement,
                                                  query.params, mode);
      INFO(query.what << ", mode " << static_cast<int>(mode) << "\n" << plan.Text());
      CHECK(plan.Uses(query.index));
      CHECK(plan.SequentialScans().empty());
      CHECK(plan.RowsVisited() <= query.most);
    }
  }
}

}  // namespace
}  // namespace enlace::patient::storage
