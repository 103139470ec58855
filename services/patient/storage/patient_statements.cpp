#include "services/patient/storage/patient_statements.h"

#include "services/patient/storage/patient_columns.h"

#define INSERT_PATIENT                                                                          \
  "INSERT INTO patients AS p (tenant_id, id, first_name, second_name, last_name, "              \
  "second_last_name, birth_date, gender_id, gender_identity_id, doc_type_id, doc_number, mrn, " \
  "phones, email, eps_id, habeas_data, custom_fields, workflow, owner_id) "                     \
  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) "

#define RETURNING_PATIENT "RETURNING " ENLACE_PATIENT_COLUMNS

#define SELECT_PATIENT "SELECT " ENLACE_PATIENT_COLUMNS " FROM patients AS p "

#define LIVE_OF_TENANT "p.tenant_id = $1 AND p.deleted_at IS NULL "

namespace enlace::patient::storage {

const db::Statement kInsertPatient{"insert_patient", INSERT_PATIENT RETURNING_PATIENT};

const db::Statement kInsertPatientUnlessTaken{
    "insert_patient_unless_taken", INSERT_PATIENT
    "ON CONFLICT (tenant_id, doc_type_id, doc_number) WHERE deleted_at IS NULL "
    "DO NOTHING " RETURNING_PATIENT};

const db::Statement kFindPatient{"find_patient",
                                 SELECT_PATIENT "WHERE " LIVE_OF_TENANT "AND p.id = $2"};

const db::Statement kFindPatients{
    "find_patients", SELECT_PATIENT "WHERE " LIVE_OF_TENANT "AND p.id = ANY ($2::uuid[])"};

const db::Statement kFindPatientByDocument{"find_patient_by_document", SELECT_PATIENT
                                           "WHERE " LIVE_OF_TENANT
                                           "AND p.doc_type_id = $2 AND p.doc_number = $3"};

const db::Statement kLockLivePatient{
    "lock_live_patient", SELECT_PATIENT "WHERE " LIVE_OF_TENANT "AND p.id = $2 FOR UPDATE"};

const db::Statement kLockPatient{"lock_patient",
                                 SELECT_PATIENT "WHERE p.tenant_id = $1 AND p.id = $2 FOR UPDATE"};

const db::Statement kLockPatientByDocument{"lock_patient_by_document", SELECT_PATIENT
                                           "WHERE " LIVE_OF_TENANT
                                           "AND p.doc_type_id = $2 AND p.doc_number = $3 "
                                           "FOR UPDATE"};

const db::Statement kUpdatePatient{
    "update_patient",
    "UPDATE patients AS p SET first_name = $3, second_name = $4, last_name = $5, "
    "second_last_name = $6, birth_date = $7, gender_id = $8, gender_identity_id = $9, "
    "doc_type_id = $10, doc_number = $11, mrn = $12, phones = $13, email = $14, eps_id = $15, "
    "habeas_data = $16, custom_fields = $17, workflow = $18, "
    "deleted_at = CASE WHEN $19::boolean THEN coalesce(p.deleted_at, now()) END "
    "WHERE p.tenant_id = $1 AND p.id = $2 " RETURNING_PATIENT};

const db::Statement kCountCreatedPatients{
    "count_created_patients",
    "SELECT d.place, (SELECT count(*) FROM patients AS p WHERE p.tenant_id = $1 "
    "AND p.id >= d.first AND p.id < d.next) AS created "
    "FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS d (first, next, place)"};

}  // namespace enlace::patient::storage
