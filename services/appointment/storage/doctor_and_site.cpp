#include "services/appointment/storage/doctor_and_site.h"

#include <string>

#include "absl/strings/str_replace.h"
#include "libs/core/absl_view.h"

namespace enlace::appointment::storage {
namespace {

// Of the doctor's two ways in, each is answered by its own unique index.
constexpr const char* kDoctorAndSite = R"sql(
WITH doctor AS (
  SELECT * FROM (
    SELECT p.id, p.doc_type_id, p.doc_number, p.location_id, p.active
      FROM practitioners AS p
     WHERE p.tenant_id = $1::uuid AND p.id = $2::uuid AND p.deleted_at IS NULL
       AND ($3::text IS NULL OR (p.doc_type_id = $3::text AND p.doc_number = $4::text)){held}
  ) AS by_id
  UNION ALL
  SELECT * FROM (
    SELECT p.id, p.doc_type_id, p.doc_number, p.location_id, p.active
      FROM practitioners AS p
     WHERE $2::uuid IS NULL AND p.tenant_id = $1::uuid AND p.deleted_at IS NULL
       AND p.doc_type_id = $3::text AND p.doc_number = $4::text{held}
  ) AS by_document
), chosen AS (
  SELECT coalesce(
    $5::uuid,
    (SELECT l.id FROM doctor AS d JOIN locations AS l ON l.id = d.location_id
      WHERE l.tenant_id = $1::uuid AND l.active AND l.deleted_at IS NULL),
    (SELECT l.id FROM locations AS l
      WHERE l.tenant_id = $1::uuid AND l.main AND l.active AND l.deleted_at IS NULL)) AS id
), site AS (
  SELECT l.id, l.time_zone, l.active
    FROM locations AS l
   WHERE l.tenant_id = $1::uuid AND l.id = (SELECT c.id FROM chosen AS c) AND l.deleted_at IS NULL{held}
), named_room AS (
  SELECT r.id
    FROM rooms AS r
   WHERE r.tenant_id = $1::uuid AND r.id = {room}::uuid AND r.active AND r.deleted_at IS NULL
     AND r.location_id = (SELECT c.id FROM chosen AS c){held}
), room AS (
  SELECT {room}::uuid IS NULL OR EXISTS (SELECT FROM named_room) AS found
))sql";

}  // namespace

std::string DoctorAndSiteTables(std::string_view held, std::string_view room) {
  return absl::StrReplaceAll(kDoctorAndSite,
                             {{"{held}", core::Absl(held)}, {"{room}", core::Absl(room)}});
}

DoctorAndSite ReadDoctorAndSite(const db::Row& row) {
  DoctorAndSite found;
  found.doctor_found = !row.IsNull("doctor_active");
  found.doctor_active = found.doctor_found && row.Bool("doctor_active");
  found.room_found = row.Bool("room_found");
  if (!row.IsNull("site_id")) {
    found.site = Site{.id = row.Id("site_id"),
                      .time_zone = std::string(row.Text("site_zone")),
                      .active = row.Bool("site_active")};
  }
  return found;
}

}  // namespace enlace::appointment::storage
