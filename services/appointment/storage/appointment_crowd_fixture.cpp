#include "services/appointment/storage/appointment_crowd_fixture.h"

#include <string>

#include "libs/testing/bulk_load.h"
#include "libs/testing/sql.h"

namespace enlace::appointment::storage {
namespace {

// $1: the tenant, $2: its appointments.
constexpr const char* kClinics = R"sql(
INSERT INTO clinics
SELECT 0, $1::uuid, 200, $2::int
UNION ALL
SELECT i, ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid, 20, $2::int / 50
  FROM generate_series(1, 50) AS i)sql";

constexpr const char* kIds = R"sql(
CREATE FUNCTION crowd_id(place int, kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN ('01990000-0000-7000-' || lpad(place::text, 4, '0') || '-' || kind
        || lpad(n::text, 11, '0'))::uuid)sql";

constexpr const char* kSites = R"sql(
INSERT INTO locations (tenant_id, id, name, time_zone, main)
SELECT id, crowd_id(place, '5', s), 'Sede', 'America/Bogota', s = 1
  FROM clinics, generate_series(1, 40) AS s)sql";

constexpr const char* kDoctors = R"sql(
INSERT INTO practitioners (tenant_id, id, first_name, last_name, doc_type_id, doc_number)
SELECT id, crowd_id(place, 'd', d), 'Ana', 'Gómez', 'CC', (10000 + d)::text
  FROM clinics, generate_series(1, doctors) AS d)sql";

constexpr const char* kAppointments = R"sql(
INSERT INTO appointments (tenant_id, id, start_at, end_at, patient_id, practitioner_id,
                          practitioner_doc_type_id, practitioner_doc_number, location_id, modality,
                          state, notification_state, appointment_type, custom_fields, owner_id)
SELECT id, crowd_id(place, 'a', n), start_at, start_at + interval '30 min',
       crowd_id(place, 'b', n % 50000), crowd_id(place, 'd', 1 + n % doctors), 'CC',
       (10001 + n % doctors)::text, crowd_id(place, '5', 1 + n % 40),
       CASE WHEN kind = 7 THEN 'TELE_EXPERTISE' ELSE 'IN_PERSON' END,
       CASE WHEN kind = 7 THEN 'CANCELLED' WHEN kind % 10 = 3 THEN 'CONFIRMED' ELSE 'SCHEDULED' END,
       CASE WHEN kind = 7 THEN 'SENT' ELSE 'PENDING' END, 'TYPE' || n % 50,
       jsonb_build_object('crmId', 'crm-' || n, 'attempts', n % 40)
         || CASE WHEN n % 3 = 0 THEN '{"channel": "whatsapp"}' ELSE '{}' END::jsonb, 'o'
  FROM (SELECT *, (n + n / doctors) % 20 AS kind,
               '2026-01-01T08:00:00Z'::timestamptz + n / doctors / 20 * interval '1 day'
                  + n / doctors % 20 * interval '30 min' AS start_at
          FROM clinics, generate_series(0, count - 1) AS n) AS planned)sql";

}  // namespace

void MakeCrowd(const testing::TestDatabase& database, const core::Ulid& tenant) {
  const auto url = testing::BulkLoadUrl(database);
  testing::RunSqlScript(
      url, {kIds, "CREATE TABLE clinics (place int, id uuid, doctors int, count int)"});
  testing::RunSql(url, kClinics, db::Params().Id(tenant).Int(kCrowd));
  testing::RunSqlScript(url, {kSites, kDoctors});
  testing::LoadBeforeIndexes(database, "appointments",
                             [&] { testing::RunSql(url, kAppointments); });
  testing::RunSqlScript(
      url,
      {"INSERT INTO appointment_custom_fields (tenant_id, field_hash, start_at, appointment_id) "
       "SELECT tenant_id, field_hash, start_at, id FROM appointments, "
       "custom_field_hashes(custom_fields) ORDER BY tenant_id, field_hash, start_at, id",
       "VACUUM (ANALYZE) appointment_custom_fields"});
  testing::RunSqlScript(url, {"DROP TABLE clinics", "VACUUM (ANALYZE) appointments",
                              "ANALYZE practitioners, locations"});
}

core::Ulid CrowdId(char kind, long n) {
  std::string digits = std::to_string(n);
  digits.insert(0, 11 - digits.size(), '0');
  return *core::Ulid::FromUuid("01990000-0000-7000-0000-" + std::string(1, kind) + digits);
}

}  // namespace enlace::appointment::storage
