#pragma once

#include "libs/db/params.h"
#include "libs/db/rows.h"
#include "services/patient/domain/caller.h"
#include "services/patient/domain/patient.h"

namespace enlace::patient::storage {

// A patient from a row that has the columns of the statements of patients.
Patient ReadPatient(const db::Row& row);

// Parameters $1 (tenant), $2 (id) and $3 to $18 (columns) of kInsertPatient and kUpdatePatient.
db::Params PatientParams(const Caller& caller, const Patient& patient);

}  // namespace enlace::patient::storage
