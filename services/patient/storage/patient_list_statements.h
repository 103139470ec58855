#pragma once

#include "libs/db/database.h"

namespace enlace::patient::storage {

// The lists of patients: one statement for each leading filter, so that each reaches its index,
// also by a plan that is kept for all values. Parameters of each: tenant, after, limit.
struct ListStatements {
  db::Statement all;
  // Then document type and document number, alone: at most one patient.
  db::Statement of_document;
  // Then document type, document number, e-mail, phone, name, workflow, owner, keys and values of
  // custom fields; those that do not lead may be NULL, the arrays empty.
  db::Statement by_document;
  db::Statement by_email;
  db::Statement by_phone;
  db::Statement by_name;
  // One custom field, and several.
  db::Statement by_field;
  db::Statement by_fields;
  db::Statement by_workflow;
  db::Statement by_owner;
  db::Statement by_document_type;
};

// In the order of ids; `after` is the nil id on the first page.
const ListStatements& OldestFirst();
// Backwards; `after` is the greatest id there is on the first page.
const ListStatements& NewestFirst();

}  // namespace enlace::patient::storage
