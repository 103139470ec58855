#include "services/appointment/storage/lists.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/core/absl_view.h"
#include "libs/db/kept_text.h"
#include "services/appointment/storage/appointment_row.h"

namespace enlace::appointment::storage {
namespace {

// The order is written in: {beyond} is > or <, {order} ASC or DESC, {farthest} the opposite.

// Nothing is joined, so that a page is read in the index's order and no further than its end.
constexpr const char* kTimeZone = R"sql(,
       (SELECT l.time_zone FROM locations AS l
         WHERE l.tenant_id = $1::uuid AND l.id = a.location_id) AS time_zone)sql";

constexpr const char* kAppointments = "\n  FROM appointments AS a";

// An appointment that ends after `from` starts after $2, at most 12 hours earlier: that bound lets
// the order's own index begin there. A doctor's document is looked up first.
constexpr const char* kMatching = R"sql(
 WHERE a.tenant_id = $1::uuid AND a.deleted_at IS NULL
   AND a.start_at > $2::timestamptz AND a.start_at < $3::timestamptz
   AND a.end_at > $4::timestamptz
   AND (a.start_at, a.id) {beyond} ($5::timestamptz, $6::uuid)
   AND ($8::text IS NULL OR a.modality = $8::text)
   AND ($9::text IS NULL OR a.state = $9::text)
   AND ($10::text IS NULL OR a.notification_state = $10::text)
   AND ($11::text IS NULL OR a.appointment_type = $11::text)
   AND ($12::uuid IS NULL OR a.practitioner_id = $12::uuid)
   AND ($13::text IS NULL OR a.practitioner_id = (
     SELECT p.id FROM practitioners AS p
      WHERE p.tenant_id = $1::uuid AND p.deleted_at IS NULL
        AND p.doc_type_id = $13::text AND p.doc_number = $14::text))
   AND ($15::uuid IS NULL OR a.patient_id = $15::uuid)
   AND ($16::uuid IS NULL OR a.location_id = $16::uuid)
   AND (cardinality($17::text[]) = 0 OR NOT EXISTS (
     SELECT FROM unnest($17::text[], $18::text[]) AS wanted (key, value)
      WHERE a.custom_fields ->> wanted.key IS DISTINCT FROM wanted.value)))sql";

constexpr const char* kDoctorOfDocument = R"sql(
   AND a.practitioner_id = (
     SELECT p.id FROM practitioners AS p
      WHERE p.tenant_id = $1::uuid AND p.deleted_at IS NULL
        AND p.doc_type_id = $13::text AND p.doc_number = $14::text))sql";

constexpr const char* kPage = "\n ORDER BY a.start_at {order}, a.id {order} LIMIT $7::int";

// Row by row, in the order of the index: OFFSET keeps the planner from merging the whole tenant's
// appointments with it where it takes the value for a frequent one.
constexpr const char* kCustomFields = R"sql(
  FROM appointment_custom_fields AS c
 CROSS JOIN LATERAL (
   SELECT * FROM appointments AS r
    WHERE r.tenant_id = $1::uuid AND r.id = c.appointment_id OFFSET 0) AS a)sql";

constexpr const char* kCustomFieldsPage = R"sql(
   AND c.tenant_id = $1::uuid
   AND c.start_at > $2::timestamptz AND c.start_at < $3::timestamptz
   AND (c.start_at, c.appointment_id) {beyond} ($5::timestamptz, $6::uuid)
 ORDER BY c.start_at {order}, c.appointment_id {order} LIMIT $7::int)sql";

constexpr const char* kOneField = R"sql(
   AND c.field_hash = custom_field_hash(($17::text[])[1], ($18::text[])[1]))sql";

// The rarest field leads: the one whose hundredth appointment from here is the farthest away,
// whatever the statistics say. The others are looked up beside it before an appointment's row is
// touched; the sub-select keeps the planner from making a join of that, after the rows.
constexpr const char* kRarest = R"sql(
WITH wanted AS MATERIALIZED (
  SELECT DISTINCT custom_field_hash(f.key, f.value) AS field_hash
    FROM unnest($17::text[], $18::text[]) AS f (key, value)
), rarest AS MATERIALIZED (
  SELECT w.field_hash FROM wanted AS w
   ORDER BY (
     SELECT n.start_at FROM appointment_custom_fields AS n
      WHERE n.tenant_id = $1::uuid AND n.field_hash = w.field_hash
        AND n.start_at > $2::timestamptz AND n.start_at < $3::timestamptz
        AND (n.start_at, n.appointment_id) {beyond} ($5::timestamptz, $6::uuid)
      ORDER BY n.start_at {order}, n.appointment_id {order} LIMIT 1 OFFSET 99
   ) {farthest} NULLS FIRST LIMIT 1
)
)sql";

constexpr const char* kByRarest = R"sql(
   AND c.field_hash = (SELECT field_hash FROM rarest)
   AND coalesce((
     SELECT bool_and(EXISTS (
       SELECT FROM appointment_custom_fields AS o
        WHERE o.tenant_id = $1::uuid AND o.field_hash = w.field_hash
          AND o.start_at = c.start_at AND o.appointment_id = c.appointment_id))
       FROM wanted AS w WHERE w.field_hash <> (SELECT field_hash FROM rarest)), true))sql";

constexpr const char* kByCreation = R"sql(
 WHERE a.tenant_id = $1::uuid AND a.deleted_at IS NULL AND a.id {beyond} $2::uuid
 ORDER BY a.id {order} LIMIT $3::int)sql";

Lists MakeLists(bool descending) {
  const auto columns = absl::StrCat("SELECT", core::Absl(kAppointmentColumns), kTimeZone);
  const auto statement = [descending](const char* name, const std::string& sql) {
    return db::Statement{
        db::KeepText(absl::StrCat("appointment_list", name, descending ? "_descending" : "")),
        db::KeepText(absl::StrReplaceAll(sql, {{"{beyond}", descending ? "<" : ">"},
                                               {"{order}", descending ? "DESC" : "ASC"},
                                               {"{farthest}", descending ? "ASC" : "DESC"}}))};
  };
  const auto by = [&](const char* name, const char* narrowest) {
    return statement(name, absl::StrCat(columns, kAppointments, kMatching, narrowest, kPage));
  };
  return {
      .by_time = by("", ""),
      .by_patient = by("_by_patient", "\n   AND a.patient_id = $15::uuid"),
      .by_doctor = by("_by_doctor", "\n   AND a.practitioner_id = $12::uuid"),
      .by_doctor_document = by("_by_doctor_document", kDoctorOfDocument),
      .by_field = statement("_by_field", absl::StrCat(columns, kCustomFields, kMatching, kOneField,
                                                      kCustomFieldsPage)),
      .by_fields = statement("_by_fields", absl::StrCat(kRarest, columns, kCustomFields, kMatching,
                                                        kByRarest, kCustomFieldsPage)),
      .by_site = by("_by_site", "\n   AND a.location_id = $16::uuid"),
      .by_type = by("_by_type", "\n   AND a.appointment_type = $11::text"),
      .by_notification = by("_by_notification", "\n   AND a.notification_state = $10::text"),
      .by_state = by("_by_state", "\n   AND a.state = $9::text"),
      .by_modality = by("_by_modality", "\n   AND a.modality = $8::text"),
      .by_creation = statement("_by_creation", absl::StrCat(columns, kAppointments, kByCreation))};
}

}  // namespace

const Lists& Ascending() {
  static const auto& lists = *new Lists(MakeLists(false));
  return lists;
}

const Lists& Descending() {
  static const auto& lists = *new Lists(MakeLists(true));
  return lists;
}

}  // namespace enlace::appointment::storage
