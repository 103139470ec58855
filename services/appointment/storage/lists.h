#pragma once

#include "libs/db/database.h"

namespace enlace::appointment::storage {

// The lists of appointments: one statement for each condition that may lead, so that each reaches
// its index, also by a plan that is kept for all values. Their parameters are those of ListParams.
struct Lists {
  db::Statement by_time;
  db::Statement by_patient;
  db::Statement by_doctor;
  db::Statement by_doctor_document;
  // One custom field, and several.
  db::Statement by_field;
  db::Statement by_fields;
  db::Statement by_site;
  db::Statement by_type;
  db::Statement by_notification;
  db::Statement by_state;
  db::Statement by_modality;
  // In the order of ids; parameters: tenant, after, limit.
  db::Statement by_creation;
};

// By start, then id.
const Lists& Ascending();
const Lists& Descending();

}  // namespace enlace::appointment::storage
