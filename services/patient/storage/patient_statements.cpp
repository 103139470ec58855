#include "services/patient/storage/patient_statements.h"

// Statements are literals; what they have in common is joined by the preprocessor, never at run
// time.
#define PATIENT_COLUMNS                                                                    \
  "p.id, p.first_name, p.second_name, p.last_name, p.second_last_name, "                   \
  "to_char(p.birth_date, 'YYYY-MM-DD') AS birth_date, p.gender_id, p.gender_identity_id, " \
  "p.doc_type_id, p.doc_number, p.mrn, p.phones, p.email, p.eps_id, p.habeas_data, "       \
  "p.custom_fields::text AS custom_fields, p.owner_id, p.workflow, p.created_at, "         \
  "p.updated_at, p.deleted_at IS NOT NULL AS deleted"

#define INSERT_PATIENT                                                                          \
  "INSERT INTO patients AS p (tenant_id, id, first_name, second_name, last_name, "              \
  "second_last_name, birth_date, gender_id, gender_identity_id, doc_type_id, doc_number, mrn, " \
  "phones, email, eps_id, habeas_data, custom_fields, workflow, owner_id) "                     \
  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) "

#define RETURNING_PATIENT "RETURNING " PATIENT_COLUMNS

#define SELECT_PATIENT "SELECT " PATIENT_COLUMNS " FROM patients AS p "

#define LIVE_OF_TENANT "p.tenant_id = $1 AND p.deleted_at IS NULL "

// `after` is the nil id on the first page: any expression around the parameter would keep the
// condition from the index, because only what is known to be leakproof passes the policy.
#define LIST_PAGE_START "WHERE " LIVE_OF_TENANT "AND p.id > $2 "

// A filter that is not asked for holds by coalesce: written with OR or as a join, its guessed
// selectivity would lead the planner away from the order of ids into a sort of the whole tenant.
#define HAS_CUSTOM_FIELDS                                                                  \
  "AND coalesce((SELECT bool_and(coalesce(p.custom_fields ->> wanted.key = wanted.value, " \
  "false)) FROM unnest($11::text[], $12::text[]) AS wanted (key, value)), true) "

// Every parameter is named in every list, whether it leads or not.
#define LIST_WHERE                                                                    \
  LIST_PAGE_START                                                                     \
  "AND coalesce(p.doc_type_id = $4, $4::text IS NULL) "                               \
  "AND coalesce(p.doc_number = $5, $5::text IS NULL) "                                \
  "AND coalesce(p.email_lower = $6, $6::text IS NULL) "                               \
  "AND coalesce($7 = ANY (nullif(p.phones, '{}')), $7::text IS NULL) "                \
  "AND coalesce(starts_with(p.full_name_folded, (SELECT fold_name($8))) "             \
  "OR starts_with(p.family_names_folded, (SELECT fold_name($8))), $8::text IS NULL) " \
  "AND coalesce(p.workflow = $9, $9::text IS NULL) "                                  \
  "AND coalesce(p.owner_id = $10, $10::text IS NULL) " HAS_CUSTOM_FIELDS

#define LIST_PAGE "ORDER BY p.id LIMIT $3"

// A range, because a prefix operator finds its index only where the prefix is known when planning.
#define NAME_RANGE(column)                                \
  "(p." column " >= (SELECT fold_name($8)) AND p." column \
  " < (SELECT fold_name($8) || U&'\\+10FFFF'))"

// Row by row, in the order of the index: OFFSET keeps the planner from merging the whole tenant's
// patients with it where it takes the value for a frequent one.
#define FROM_CUSTOM_FIELDS                                                            \
  " FROM patient_custom_fields AS c CROSS JOIN LATERAL (SELECT * FROM patients AS r " \
  "WHERE r.tenant_id = $1 AND r.id = c.patient_id OFFSET 0) AS p "

#define CUSTOM_FIELDS_PAGE \
  "AND c.tenant_id = $1 AND c.patient_id > $2 ORDER BY c.patient_id LIMIT $3"

namespace enlace::patient::storage {

const db::Statement kInsertPatient{"insert_patient", INSERT_PATIENT RETURNING_PATIENT};

const db::Statement kInsertPatientUnlessTaken{
    "insert_patient_unless_taken", INSERT_PATIENT
    "ON CONFLICT (tenant_id, doc_type_id, doc_number) WHERE deleted_at IS NULL "
    "DO NOTHING " RETURNING_PATIENT};

const db::Statement kFindPatient{"find_patient",
                                 SELECT_PATIENT "WHERE " LIVE_OF_TENANT "AND p.id = $2"};

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

const db::Statement kListPatients{"list_patients", SELECT_PATIENT LIST_PAGE_START LIST_PAGE};

const db::Statement kListPatientsByField{"list_patients_by_field",
                                         "SELECT " PATIENT_COLUMNS FROM_CUSTOM_FIELDS LIST_WHERE
                                         "AND c.field_hash = custom_field_hash(($11::text[])[1], "
                                         "($12::text[])[1]) " CUSTOM_FIELDS_PAGE};

// The rarest field leads: the one whose hundredth patient from here is the farthest away, whatever
// the statistics say. The others are looked up beside it before a patient's row is touched; the
// sub-select keeps the planner from making a join of that, after the rows.
const db::Statement kListPatientsByFields{
    "list_patients_by_fields",
    "WITH wanted AS MATERIALIZED (SELECT DISTINCT custom_field_hash(f.key, f.value) AS field_hash "
    "FROM unnest($11::text[], $12::text[]) AS f (key, value)), "
    "rarest AS MATERIALIZED (SELECT w.field_hash FROM wanted AS w ORDER BY ("
    "SELECT n.patient_id FROM patient_custom_fields AS n WHERE n.tenant_id = $1 "
    "AND n.field_hash = w.field_hash AND n.patient_id > $2 "
    "ORDER BY n.patient_id LIMIT 1 OFFSET 99) DESC NULLS FIRST LIMIT 1) "
    "SELECT " PATIENT_COLUMNS FROM_CUSTOM_FIELDS LIST_WHERE
    "AND c.field_hash = (SELECT field_hash FROM rarest) "
    "AND coalesce((SELECT bool_and(EXISTS (SELECT FROM patient_custom_fields AS o "
    "WHERE o.tenant_id = $1 AND o.field_hash = w.field_hash AND o.patient_id = c.patient_id)) "
    "FROM wanted AS w WHERE w.field_hash <> (SELECT field_hash FROM rarest)), "
    "true) " CUSTOM_FIELDS_PAGE};

const db::Statement kListPatientsByDocumentType{"list_patients_by_document_type",
                                                SELECT_PATIENT LIST_WHERE
                                                "AND p.doc_type_id = $4 " LIST_PAGE};

const db::Statement kListPatientOfDocument{"list_patient_of_document",
                                           SELECT_PATIENT LIST_PAGE_START
                                           "AND p.doc_type_id = $4 AND p.doc_number = $5 LIMIT $3"};

const db::Statement kListPatientsByDocument{
    "list_patients_by_document",
    SELECT_PATIENT LIST_WHERE "AND p.doc_type_id = $4 AND p.doc_number = $5 " LIST_PAGE};

const db::Statement kListPatientsByEmail{
    "list_patients_by_email", SELECT_PATIENT LIST_WHERE "AND p.email_lower = $6 " LIST_PAGE};

const db::Statement kListPatientsByPhone{
    "list_patients_by_phone", "SELECT " PATIENT_COLUMNS
                              " FROM patient_phones AS h JOIN patients AS p "
                              "ON p.tenant_id = h.tenant_id AND p.id = h.patient_id " LIST_WHERE
                              "AND h.tenant_id = $1 AND h.phone = $7 " LIST_PAGE};

const db::Statement kListPatientsByName{
    "list_patients_by_name", SELECT_PATIENT LIST_WHERE
    "AND (" NAME_RANGE("full_name_folded") " OR " NAME_RANGE("family_names_folded") ") " LIST_PAGE};

const db::Statement kListPatientsByWorkflow{
    "list_patients_by_workflow", SELECT_PATIENT LIST_WHERE "AND p.workflow = $9 " LIST_PAGE};

const db::Statement kListPatientsByOwner{
    "list_patients_by_owner", SELECT_PATIENT LIST_WHERE "AND p.owner_id = $10 " LIST_PAGE};

}  // namespace enlace::patient::storage
