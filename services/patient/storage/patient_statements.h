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

// Lists in the order of ids. Parameters of each: tenant, after (the nil id: from the beginning),
// limit.
extern const db::Statement kListPatients;
// Then document type and document number, alone: at most one patient.
extern const db::Statement kListPatientOfDocument;
// Then document type, document number, e-mail, phone, name, workflow, owner, keys and values of
// custom fields: one statement for each leading filter, so that each reaches its index, also by a
// plan that is kept for all values; the others may be NULL, the arrays empty.
extern const db::Statement kListPatientsByDocument;
extern const db::Statement kListPatientsByEmail;
extern const db::Statement kListPatientsByPhone;
extern const db::Statement kListPatientsByName;
// One custom field, and several.
extern const db::Statement kListPatientsByField;
extern const db::Statement kListPatientsByFields;
extern const db::Statement kListPatientsByWorkflow;
extern const db::Statement kListPatientsByOwner;
extern const db::Statement kListPatientsByDocumentType;

}  // namespace enlace::patient::storage
