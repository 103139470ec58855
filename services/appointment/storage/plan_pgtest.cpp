#include <catch2/catch_test_macros.hpp>
#include <string>

#include "libs/testing/sql.h"
#include "services/appointment/storage/booking_statements.h"
#include "services/appointment/storage/clinic_fixture.h"
#include "services/appointment/storage/list_statements.h"

namespace enlace::appointment::storage {
namespace {

// 10,000 appointments of the tenant and as many of a hundred others, of 20 doctors each.
void Populate(const ClinicFixture& clinic) {
  const auto admin = clinic.test_database.AdminUrl();
  testing::RunSqlScript(admin,
                        {"ALTER TABLE appointments DISABLE TRIGGER appointments_audit",
                         "ALTER TABLE practitioners DISABLE TRIGGER practitioners_audit",
                         "ALTER TABLE locations DISABLE TRIGGER locations_audit",
                         "CREATE TABLE clinics AS SELECT i, "
                         "('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid AS id "
                         "FROM generate_series(1, 100) AS i"});
  testing::RunSql(admin, "INSERT INTO clinics VALUES (0, $1)", db::Params().Id(clinic.alpha));
  testing::RunSqlScript(
      admin,
      {"INSERT INTO locations (tenant_id, id, name, time_zone, main) "
       "SELECT c.id, CASE WHEN s = 1 THEN c.id ELSE new_ulid() END, 'Sede', 'America/Bogota', s = "
       "1 "
       "FROM clinics AS c, generate_series(1, 40) AS s",
       "INSERT INTO practitioners (tenant_id, id, first_name, last_name, doc_type_id, doc_number) "
       "SELECT c.id, new_ulid(), 'Ana', 'Gómez', 'CC', (10000 + d)::text "
       "FROM clinics AS c, generate_series(1, 20) AS d",
       "INSERT INTO appointments (tenant_id, id, start_at, end_at, patient_id, practitioner_id, "
       "practitioner_doc_type_id, practitioner_doc_number, location_id, modality, state, "
       "notification_state, appointment_type, owner_id) "
       "SELECT p.tenant_id, new_ulid(), '2026-01-01T08:00:00Z'::timestamptz + n * interval '1h', "
       "'2026-01-01T08:30:00Z'::timestamptz + n * interval '1h', new_ulid(), p.id, p.doc_type_id, "
       "p.doc_number, c.id, 'IN_PERSON', 'SCHEDULED', 'PENDING', 'TYPE' || n % 50, 'o' "
       "FROM clinics AS c JOIN practitioners AS p ON p.tenant_id = c.id, "
       "generate_series(1, CASE WHEN c.i = 0 THEN 500 ELSE 5 END) AS n",
       "DROP TABLE clinics", "ANALYZE appointments, practitioners, locations"});
}

// The plan as the runtime role gets it, policies included.
std::string PlanOf(const ClinicFixture& clinic, const db::Statement& statement,
                   const db::Params& params) {
  const auto rows = testing::RunSql(clinic.test_database.RuntimeUrl(),
                                    std::string("EXPLAIN (COSTS OFF) ") + statement.sql, params);
  std::string plan;
  for (int i = 0; i < rows.size(); ++i) {
    plan.append(rows[i].Text("\"QUERY PLAN\"")).append("\n");
  }
  return plan;
}

TEST_CASE("every list and look-up reaches its index under row-level security") {
  ClinicFixture clinic;
  Populate(clinic);
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto id = core::Ulid::Generate(absl::Now());
  const auto day = absl::FromUnixSeconds(1'768'000'000);
  const PersonName by_id{.id = id};
  const PersonName by_document{.document = clinical::IdentityDocument{"CC", "10005"}};
  const struct {
    AppointmentFilter filter;
    const char* index;
  } lists[] = {{{}, "appointments_by_start"},
               {{.from = day, .to = day + absl::Hours(24)}, "appointments_by_start"},
               {{.patient = by_id}, "appointments_by_patient"},
               {{.doctor = by_id}, "appointments_by_practitioner"},
               {{.doctor = by_document}, "appointments_by_practitioner"},
               {{.appointment_type = "TYPE7"}, "appointments_by_type"},
               {{.notification_state = "FAILED"}, "appointments_by_notification_state"},
               {{.state = State::kRequested}, "appointments_by_state"},
               {{.modality = "HOME"}, "appointments_by_modality"}};
  for (const auto& list : lists) {
    const auto& statement = ListStatementFor(list.filter);
    const auto plan = PlanOf(clinic, statement, ListParams(caller, list.filter, std::nullopt, 51));
    INFO(statement.name << "\n" << plan);
    CHECK(plan.find(list.index) != std::string::npos);
    CHECK(plan.find("Seq Scan on appointments") == std::string::npos);
  }
  for (const auto& doctor : {by_id, by_document}) {
    Booking booking;
    booking.doctor = doctor;
    const auto plan =
        PlanOf(clinic, FindDoctorAndSiteStatement(), FindDoctorAndSiteParams(caller, booking));
    INFO(plan);
    CHECK(plan.find(doctor.id ? "practitioners_pkey" : "practitioners_document_unique") !=
          std::string::npos);
    CHECK(plan.find("locations_one_main") != std::string::npos);
    CHECK(plan.find("Seq Scan on practitioners") == std::string::npos);
  }
}

}  // namespace
}  // namespace enlace::appointment::storage
