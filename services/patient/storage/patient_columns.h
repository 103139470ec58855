#pragma once

// What ReadPatient reads, of the table alias `p`. Statements are literals; what they have in common
// is joined by the preprocessor.
#define ENLACE_PATIENT_COLUMNS                                                             \
  "p.id, p.first_name, p.second_name, p.last_name, p.second_last_name, "                   \
  "to_char(p.birth_date, 'YYYY-MM-DD') AS birth_date, p.gender_id, p.gender_identity_id, " \
  "p.doc_type_id, p.doc_number, p.mrn, p.phones, p.email, p.eps_id, p.habeas_data, "       \
  "p.custom_fields::text AS custom_fields, p.owner_id, p.workflow, p.created_at, "         \
  "p.updated_at, p.deleted_at IS NOT NULL AS deleted, p.version"
