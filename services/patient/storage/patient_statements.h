#pragma once

#include "libs/db/database.h"

// The SQL of patients. $1 is the tenant in every statement: row-level security asks for it too, but
// the planner sees only this one.
namespace enlace::patient::storage {

extern const db::Statement kInsertPatient;
// As kInsertPatient, but answers no row when a live patient has the document.
extern const db::Statement kInsertPatientUnlessTaken;
extern const db::Statement kFindPatient;
extern const db::Statement kFindPatients;
extern const db::Statement kFindPatientByDocument;
extern const db::Statement kLockLivePatient;
extern const db::Statement kLockPatient;
extern const db::Statement kLockPatientByDocument;
extern const db::Statement kUpdatePatient;
// How many were registered on each day, deleted ones too, as libs/usage/daily_counts.h asks for it.
extern const db::Statement kCountCreatedPatients;

}  // namespace enlace::patient::storage
