#pragma once

#include "libs/db/database.h"

namespace enlace::appointment::storage {

// What a search for slots reads. $1 is the tenant everywhere.

// $2 code.
extern const db::Statement kSlotType;
extern const db::Statement kSlotTypeCodes;
extern const db::Statement kSlotSpecialties;
// $2 doctor's id, $3 and $4 doctor's document, $5 specialty, $6 specialties of the type, $7 site,
// $8 city; NULL, or an empty array: any.
extern const db::Statement kSlotDoctors;
// $2 from, $3 to.
extern const db::Statement kSlotExceptions;
// $2 first and $3 last day.
extern const db::Statement kSlotHolidays;
// $2 doctors, $3 from, $4 to: the doctors' busy times, in order, as arrays of seconds.
extern const db::Statement kSlotBusyTimes;
extern const db::Statement kSlotRoomTimes;

}  // namespace enlace::appointment::storage
