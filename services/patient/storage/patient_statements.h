#pragma once

#include "libs/db/database.h"

// The SQL of patients. $1 is the tenant in every statement: row-level security asks for it too, but
// the planner sees only this one.
namespace enlace::patient::storage {

extern const db::Statement kInsertPatient;
// As kInsertPatient, but answers no row when a live patient has the document.
extern const db::Statement kInsertPatientUnlessTaken;
extern const db::Statement kFindPatient;
extern const db::Statement kFindPatientByDocument;
extern const db::Statement kLockLivePatient;
extern const db::Statement kLockPatient;
extern const db::Statement kLockPatientByDocument;
extern const db::Statement kUpdatePatient;

// Lists in the order of ids. Parameters of each: tenant, after, limit.
extern const db::Statement kListPatients;
// Then document type, keys and values of custom fields: what no index leads to.
extern const db::Statement kListPatientsByFields;
// Then document type, document number, e-mail, phone, name, workflow, owner, keys and values of
// custom fields: one statement for each leading filter, so that each reaches its index; the others
// may be NULL.
extern const db::Statement kListPatientsByDocument;
extern const db::Statement kListPatientsByEmail;
extern const db::Statement kListPatientsByPhone;
extern const db::Statement kListPatientsByName;
extern const db::Statement kListPatientsByWorkflow;
extern const db::Statement kListPatientsByOwner;

}  // namespace enlace::patient::storage
