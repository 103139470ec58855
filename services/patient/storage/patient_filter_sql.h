#pragma once

#include <optional>

#include "libs/db/database.h"
#include "libs/db/params.h"
#include "services/patient/domain/caller.h"
#include "services/patient/domain/patient_filter.h"

namespace enlace::patient::storage {

// The list statement whose index suits the filter best: the most selective condition leads.
const db::Statement& ListStatement(const PatientFilter& filter);

// The parameters of that statement.
db::Params ListParams(const Caller& caller, const PatientFilter& filter,
                      const std::optional<core::Ulid>& after, int limit);

}  // namespace enlace::patient::storage
