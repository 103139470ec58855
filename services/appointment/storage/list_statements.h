#pragma once

#include <optional>

#include "libs/db/database.h"
#include "libs/db/params.h"
#include "services/appointment/domain/appointment_filter.h"
#include "services/appointment/domain/caller.h"

namespace enlace::appointment::storage {

// One live appointment. Parameters: tenant, appointment.
extern const db::Statement kFindAppointment;

// How many were booked on each day, cancelled and deleted ones too, as libs/usage/daily_counts.h
// asks for it.
extern const db::Statement kCountBooked;

// The statement of a list, by the narrowest of the filters that were sent, so that the plan, which
// is kept for all values, uses that filter's index. All take the same parameters.
const db::Statement& ListStatementFor(const AppointmentFilter& filter);

db::Params ListParams(const Caller& caller, const AppointmentFilter& filter,
                      const std::optional<AppointmentCursor>& after, int limit);

}  // namespace enlace::appointment::storage
