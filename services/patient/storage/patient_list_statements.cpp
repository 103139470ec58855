#include "services/patient/storage/patient_list_statements.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/db/kept_text.h"
#include "services/patient/storage/patient_columns.h"

namespace enlace::patient::storage {
namespace {

constexpr const char* kColumns = "SELECT " ENLACE_PATIENT_COLUMNS;

constexpr const char* kPatients = " FROM patients AS p ";

// The order of ids or its reverse is written in: {beyond} is > or <, {order} ASC or DESC,
// {farthest} the opposite. $2 is never NULL: any expression around the parameter would keep the
// condition from the index, because only what is known to be leakproof passes the policy.
constexpr const char* kPageStart =
    "WHERE p.tenant_id = $1 AND p.deleted_at IS NULL AND p.id {beyond} $2 ";

constexpr const char* kPage = " ORDER BY p.id {order} LIMIT $3";

// Every parameter is named in every list, whether it leads or not. A filter that is not asked for
// holds by coalesce: written with OR or as a join, its guessed selectivity would lead the planner
// away from the order of ids into a sort of the whole tenant.
constexpr const char* kConditions =
    "AND coalesce(p.doc_type_id = $4, $4::text IS NULL) "
    "AND coalesce(p.doc_number = $5, $5::text IS NULL) "
    "AND coalesce(p.email_lower = $6, $6::text IS NULL) "
    "AND coalesce($7 = ANY (nullif(p.phones, '{}')), $7::text IS NULL) "
    "AND coalesce(starts_with(p.full_name_folded, (SELECT fold_name($8))) "
    "OR starts_with(p.family_names_folded, (SELECT fold_name($8))), $8::text IS NULL) "
    "AND coalesce(p.workflow = $9, $9::text IS NULL) "
    "AND coalesce(p.owner_id = $10, $10::text IS NULL) "
    "AND coalesce((SELECT bool_and(coalesce(p.custom_fields ->> wanted.key = wanted.value, "
    "false)) FROM unnest($11::text[], $12::text[]) AS wanted (key, value)), true) ";

// A range, because a prefix operator finds its index only where the prefix is known when planning.
#define NAME_RANGE(column)                                \
  "(p." column " >= (SELECT fold_name($8)) AND p." column \
  " < (SELECT fold_name($8) || U&'\\+10FFFF'))"

constexpr const char* kByName =
    "AND (" NAME_RANGE("full_name_folded") " OR " NAME_RANGE("family_names_folded") ")";

constexpr const char* kPhones =
    " FROM patient_phones AS h JOIN patients AS p "
    "ON p.tenant_id = h.tenant_id AND p.id = h.patient_id ";

// Row by row, in the order of the index: OFFSET keeps the planner from merging the whole tenant's
// patients with it where it takes the value for a frequent one.
constexpr const char* kCustomFields =
    " FROM patient_custom_fields AS c CROSS JOIN LATERAL (SELECT * FROM patients AS r "
    "WHERE r.tenant_id = $1 AND r.id = c.patient_id OFFSET 0) AS p ";

constexpr const char* kCustomFieldsPage =
    "AND c.tenant_id = $1 AND c.patient_id {beyond} $2 ORDER BY c.patient_id {order} LIMIT $3";

// The rarest field leads: the one whose hundredth patient from here is the farthest away, whatever
// the statistics say. The others are looked up beside it before a patient's row is touched; the
// sub-select keeps the planner from making a join of that, after the rows.
constexpr const char* kRarest =
    "WITH wanted AS MATERIALIZED (SELECT DISTINCT custom_field_hash(f.key, f.value) AS field_hash "
    "FROM unnest($11::text[], $12::text[]) AS f (key, value)), "
    "rarest AS MATERIALIZED (SELECT w.field_hash FROM wanted AS w ORDER BY ("
    "SELECT n.patient_id FROM patient_custom_fields AS n WHERE n.tenant_id = $1 "
    "AND n.field_hash = w.field_hash AND n.patient_id {beyond} $2 "
    "ORDER BY n.patient_id {order} LIMIT 1 OFFSET 99) {farthest} NULLS FIRST LIMIT 1) ";

constexpr const char* kByRarest =
    "AND c.field_hash = (SELECT field_hash FROM rarest) "
    "AND coalesce((SELECT bool_and(EXISTS (SELECT FROM patient_custom_fields AS o "
    "WHERE o.tenant_id = $1 AND o.field_hash = w.field_hash AND o.patient_id = c.patient_id)) "
    "FROM wanted AS w WHERE w.field_hash <> (SELECT field_hash FROM rarest)), true) ";

constexpr const char* kByField =
    "AND c.field_hash = custom_field_hash(($11::text[])[1], ($12::text[])[1]) ";

struct Direction {
  const char* name;
  const char* beyond;
  const char* order;
  const char* farthest;
};

ListStatements MakeStatements(const Direction& direction) {
  const auto statement = [&direction](const char* name, const std::string& sql) {
    return db::Statement{
        db::KeepText(absl::StrCat("list_patients_", name, direction.name)),
        db::KeepText(absl::StrReplaceAll(sql, {{"{beyond}", direction.beyond},
                                               {"{order}", direction.order},
                                               {"{farthest}", direction.farthest}}))};
  };
  const auto by = [](const char* condition) {
    return absl::StrCat(kColumns, kPatients, kPageStart, kConditions, condition, kPage);
  };
  return {
      .all = statement("", absl::StrCat(kColumns, kPatients, kPageStart, kPage)),
      .of_document = statement(
          "of_document_", absl::StrCat(kColumns, kPatients, kPageStart,
                                       "AND p.doc_type_id = $4 AND p.doc_number = $5 LIMIT $3")),
      .by_document = statement("by_document_", by("AND p.doc_type_id = $4 AND p.doc_number = $5")),
      .by_email = statement("by_email_", by("AND p.email_lower = $6")),
      .by_phone =
          statement("by_phone_", absl::StrCat(kColumns, kPhones, kPageStart, kConditions,
                                              "AND h.tenant_id = $1 AND h.phone = $7", kPage)),
      .by_name = statement("by_name_", by(kByName)),
      .by_field = statement("by_field_", absl::StrCat(kColumns, kCustomFields, kPageStart,
                                                      kConditions, kByField, kCustomFieldsPage)),
      .by_fields =
          statement("by_fields_", absl::StrCat(kRarest, kColumns, kCustomFields, kPageStart,
                                               kConditions, kByRarest, kCustomFieldsPage)),
      .by_workflow = statement("by_workflow_", by("AND p.workflow = $9")),
      .by_owner = statement("by_owner_", by("AND p.owner_id = $10")),
      .by_document_type = statement("by_document_type_", by("AND p.doc_type_id = $4"))};
}

}  // namespace

const ListStatements& OldestFirst() {
  static const auto& statements = *new ListStatements(
      MakeStatements({.name = "oldest_first", .beyond = ">", .order = "ASC", .farthest = "DESC"}));
  return statements;
}

const ListStatements& NewestFirst() {
  static const auto& statements = *new ListStatements(
      MakeStatements({.name = "newest_first", .beyond = "<", .order = "DESC", .farthest = "ASC"}));
  return statements;
}

}  // namespace enlace::patient::storage
