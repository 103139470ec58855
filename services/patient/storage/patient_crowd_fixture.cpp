#include "services/patient/storage/patient_crowd_fixture.h"

#include <string>

#include "libs/testing/bulk_load.h"
#include "libs/testing/sql.h"

namespace enlace::patient::storage {
namespace {

// $1: the tenant, $2: its patients.
constexpr const char* kPatients = R"sql(
INSERT INTO patients (tenant_id, id, first_name, last_name, doc_type_id, doc_number, phones, email,
                      custom_fields, owner_id, workflow)
SELECT tenant, ('01990000-0000-7000-' || lpad(place::text, 4, '0') || '-'
                || lpad(n::text, 12, '0'))::uuid,
       'Name' || n % 5000, 'Family' || n % 3000, CASE WHEN n % 50000 = 0 THEN 'CE' ELSE 'CC' END,
       n::text, ARRAY['+573' || lpad(n::text, 9, '0')], 'p' || n || '@example.com',
       jsonb_build_object('crmId', 'crm-' || n, 'visits', n % 40, 'even', n % 2 = 0)
         || CASE WHEN n % 3 = 0 THEN '{"plan": "gold"}' ELSE '{}' END::jsonb,
       'o' || n % 200, 'w' || n % 200
  FROM (SELECT 0 AS place, $1::uuid AS tenant, $2::int AS count
        UNION ALL
        SELECT i, ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid, $2 / 50
          FROM generate_series(1, 50) AS i) AS tenants, generate_series(1, count) AS n)sql";

}  // namespace

void MakeCrowd(const testing::TestDatabase& database, const core::Ulid& tenant) {
  const auto url = testing::BulkLoadUrl(database);
  testing::LoadBeforeIndexes(database, "patients", [&] {
    testing::RunSql(url, kPatients, db::Params().Id(tenant).Int(kCrowd));
  });
  testing::RunSqlScript(
      url, {"INSERT INTO patient_phones (tenant_id, phone, patient_id, owner_id) "
            "SELECT tenant_id, phones[1], id, owner_id FROM patients",
            "INSERT INTO patient_custom_fields (tenant_id, field_hash, patient_id) "
            "SELECT tenant_id, field_hash, id FROM patients, custom_field_hashes(custom_fields) "
            "ORDER BY tenant_id, field_hash, id",
            "VACUUM (ANALYZE) patients", "VACUUM (ANALYZE) patient_phones",
            "VACUUM (ANALYZE) patient_custom_fields"});
}

core::Ulid CrowdId(long n) {
  std::string digits = std::to_string(n);
  digits.insert(0, 12 - digits.size(), '0');
  return *core::Ulid::FromUuid("01990000-0000-7000-0000-" + digits);
}

}  // namespace enlace::patient::storage
