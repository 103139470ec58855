#pragma once

#include "libs/db/params.h"
#include "libs/db/rows.h"
#include "services/appointment/domain/caller.h"
#include "services/appointment/domain/location.h"
#include "services/appointment/domain/practitioner.h"

// What the readers below read. Statements are literals; what they have in common is joined by the
// preprocessor.
#define ENLACE_PRACTITIONER_COLUMNS                                                          \
  "id, first_name, second_name, last_name, second_last_name, doc_type_id, doc_number, "      \
  "specialty, location_id, npi, dea_number, licences::text AS licences, languages, active, " \
  "calendar_shows_patients, created_at, updated_at, version"

#define ENLACE_LOCATION_COLUMNS                                                                   \
  "id, name, address, city, country, time_zone, insurers, main, active, created_at, updated_at, " \
  "version"

namespace enlace::appointment::storage {

Practitioner ReadPractitioner(const db::Row& row);

Location ReadLocation(const db::Row& row);

// $1 tenant, $2 id, $3 to $8 names and document, $9 specialty, $10 site, $11 NPI, $12 DEA number,
// $13 licences, $14 languages, $15 active,
// $16 whether calendars show patients.
db::Params PractitionerParams(const Caller& caller, const Practitioner& practitioner);

// $1 tenant, $2 id, $3 name, $4 address, $5 city, $6 country, $7 time zone, $8 insurers, $9 active,
// $10 main.
db::Params LocationParams(const Caller& caller, const Location& location);

}  // namespace enlace::appointment::storage
