#pragma once

#include "libs/db/database.h"
#include "libs/db/params.h"
#include "services/appointment/domain/booking.h"
#include "services/appointment/domain/caller.h"

namespace enlace::appointment::storage {

// Finds a booking's doctor and site: doctor_active (NULL: no such doctor), site_id, site_zone,
// site_active (NULL: no such site). One row.
const db::Statement& FindDoctorAndSiteStatement();
db::Params FindDoctorAndSiteParams(const Caller& caller, const Booking& booking);

// The same, and stores the appointment if both can be booked and the time is free: the columns of
// ReadAppointment beside, all NULL when nothing was stored. One row. $1 to $5 are the parameters of
// the statement above.
const db::Statement& BookStatement();
db::Params BookParams(const Caller& caller, const Booking& booking);

}  // namespace enlace::appointment::storage
