#pragma once

#include <string>
#include <string_view>

#include "libs/db/rows.h"
#include "services/appointment/domain/appointment_repository.h"

namespace enlace::appointment::storage {

// Parts of the statements that book or hold a doctor's time at a site.

// $1 tenant, $2 doctor's id, $3 and $4 doctor's document, $5 site: the tables `doctor`, `site` and
// `room`. `held` is empty, or the lock of a booking (" FOR KEY SHARE"): a deletion of the doctor or
// the site that comes first is waited for, and then there is none to book. `room`: the parameter
// that names a room of the site ("$6"), or "NULL".
std::string DoctorAndSiteTables(std::string_view held, std::string_view room);

// What ReadDoctorAndSite reads.
inline constexpr std::string_view kFound = R"sql(
  d.active AS doctor_active, s.id AS site_id, s.time_zone AS site_zone, s.active AS site_active,
  (SELECT x.found FROM room AS x) AS room_found)sql";

inline constexpr std::string_view kFrom = R"sql(
  FROM (VALUES (1)) AS one (row) LEFT JOIN doctor AS d ON true LEFT JOIN site AS s ON true)sql";

DoctorAndSite ReadDoctorAndSite(const db::Row& row);

}  // namespace enlace::appointment::storage
