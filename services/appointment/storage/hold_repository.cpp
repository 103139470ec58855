#include "services/appointment/storage/hold_repository.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "services/appointment/storage/doctor_and_site.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

// Two calls of one credential would each count without the other's hold.
constexpr db::Statement kInTurn{
    "slot_hold_in_turn",
    "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0)) IS NULL AS locked"};

// $1 to $5 as in doctor_and_site.h, $6 id, $7 start, $8 end, $9 code of the type, $10 offer,
// $11 credential, $12 patient's id, $13 and $14 patient's document, $15 end of the hold, $16 and
// $17 the most of a credential and of a patient, $18 modality. A hold whose offer was booked is
// none any more.
// The waitlist holds what it offers itself, and once.
constexpr std::string_view kHold = R"sql(, used AS (
  SELECT EXISTS (SELECT FROM appointments AS o
                  WHERE o.tenant_id = $1::uuid AND o.offer = $10::text) AS used
), waitlisted AS (
  SELECT EXISTS (SELECT FROM waitlist_offers AS w
                  WHERE w.tenant_id = $1::uuid AND w.offer = $10::text) AS waitlisted
), existing AS (
  SELECT h.id, h.expires_at
    FROM slot_holds AS h
   WHERE h.tenant_id = $1::uuid AND h.offer = $10::text AND h.deleted_at IS NULL
     AND h.expires_at > now() AND NOT (SELECT u.used FROM used AS u)
), live AS (
  SELECT count(*) FILTER (WHERE h.credential_id = $11::uuid) AS of_credential,
         count(*) FILTER (WHERE h.patient_id = $12::uuid
                             OR (h.patient_doc_type_id = $13::text
                                 AND h.patient_doc_number = $14::text)) AS of_patient
    FROM slot_holds AS h
   WHERE h.tenant_id = $1::uuid AND h.deleted_at IS NULL AND h.expires_at > now()
     AND (h.credential_id = $11::uuid OR h.patient_id = $12::uuid
          OR (h.patient_doc_type_id = $13::text AND h.patient_doc_number = $14::text))
     AND NOT EXISTS (SELECT FROM appointments AS o
                      WHERE o.tenant_id = $1::uuid AND o.offer = h.offer)
), buffers AS (
  SELECT t.buffer_before_minutes, t.buffer_after_minutes
    FROM appointment_types AS t
   WHERE t.tenant_id = $1::uuid AND t.code = $9::text AND t.deleted_at IS NULL
), held AS (
  INSERT INTO slot_holds (
    tenant_id, id, practitioner_id, location_id, start_at, end_at, buffer_before_minutes,
    buffer_after_minutes, offer, credential_id, patient_id, patient_doc_type_id,
    patient_doc_number, expires_at, modality)
  SELECT $1::uuid, $6::uuid, d.id, s.id, $7::timestamptz, $8::timestamptz,
         coalesce((SELECT b.buffer_before_minutes FROM buffers AS b), 0),
         coalesce((SELECT b.buffer_after_minutes FROM buffers AS b), 0),
         $10::text, $11::uuid, $12::uuid, $13::text, $14::text, $15::timestamptz, $18::text
    FROM doctor AS d CROSS JOIN site AS s CROSS JOIN used AS u CROSS JOIN live AS n
         CROSS JOIN waitlisted AS w
   WHERE d.active AND s.active AND NOT u.used AND NOT w.waitlisted AND NOT EXISTS (SELECT FROM existing)
     AND n.of_credential < $16::int AND n.of_patient < $17::int
  RETURNING id, expires_at
)
SELECT)sql";

constexpr std::string_view kHeld = R"sql(,
  (SELECT u.used FROM used AS u) AS offer_used,
  (SELECT w.waitlisted FROM waitlisted AS w) AS waitlisted, n.of_credential, n.of_patient,
  x.id IS NULL AND h.id IS NULL AND NOT doctor_is_busy(
    $1::uuid, d.id,
    $7::timestamptz - make_interval(mins => coalesce((SELECT b.buffer_before_minutes FROM buffers AS b), 0)),
    $8::timestamptz + make_interval(mins => coalesce((SELECT b.buffer_after_minutes FROM buffers AS b), 0)),
    $6::uuid) AS room_taken,
  coalesce(x.id, h.id) AS id, coalesce(x.expires_at, h.expires_at) AS expires_at)sql";

constexpr std::string_view kHeldFrom = R"sql(
  CROSS JOIN live AS n LEFT JOIN existing AS x ON true LEFT JOIN held AS h ON true)sql";

const db::Statement& HoldStatement() {
  static const auto& sql = *new std::string(absl::StrCat(
      DoctorAndSiteTables(" FOR KEY SHARE", "NULL"), core::Absl(kHold), core::Absl(kFound),
      core::Absl(kHeld), core::Absl(kFrom), core::Absl(kHeldFrom)));
  static const db::Statement kStatement{"slot_hold", sql.c_str()};
  return kStatement;
}

db::Params HoldParams(const Caller& caller, const SlotHold& hold) {
  const auto patient = hold.patient.value_or(PersonName());
  db::Params params;
  params.Id(caller.context.tenant_id)
      .Id(hold.terms.practitioner_id)
      .Null()
      .Null()
      .Id(hold.terms.location_id)
      .Id(hold.id)
      .Time(hold.terms.start)
      .Time(hold.terms.end)
      .Text(hold.terms.appointment_type)
      .Text(hold.offer)
      .Id(core::Ulid::Parse(caller.context.actor_id))
      .Id(patient.id);
  if (patient.document) {
    params.Text(patient.document->type).Text(patient.document->number);
  } else {
    params.Null().Null();
  }
  params.Time(hold.expires_at)
      .Int(kHoldsOfCredential)
      .Int(kHoldsOfPatient)
      .Text(hold.terms.modality);
  return params;
}

constexpr db::Statement kRelease{"slot_hold_release", R"sql(
UPDATE slot_holds
   SET deleted_at = now()
 WHERE tenant_id = $1::uuid AND id = $2::uuid AND credential_id = $3::uuid AND deleted_at IS NULL
   AND expires_at > now())sql"};

}  // namespace

absl::StatusOr<HoldOutcome> PgHoldRepository::Hold(const Caller& caller, const SlotHold& hold) {
  return RetryAborted(caller.deadline, [&] { return HoldOnce(caller, hold); });
}

absl::StatusOr<HoldOutcome> PgHoldRepository::HoldOnce(const Caller& caller, const SlotHold& hold) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto turn = transaction->Run(kInTurn, db::Params().Text(caller.context.actor_id));
  if (!turn.ok()) return turn.status();
  const auto rows = transaction->RunAndCommit(HoldStatement(), HoldParams(caller, hold));
  if (!rows.ok()) return rows.status();
  const auto row = (*rows)[0];
  HoldOutcome outcome{.found = ReadDoctorAndSite(row),
                      .offer_used = row.Bool("offer_used"),
                      .waitlisted = row.Bool("waitlisted"),
                      .room_taken = row.Bool("room_taken"),
                      .of_credential = row.Int("of_credential"),
                      .of_patient = row.Int("of_patient")};
  if (row.IsNull("id")) return outcome;
  outcome.held = hold;
  outcome.held->id = row.Id("id");
  outcome.held->expires_at = row.Time("expires_at");
  outcome.held->time_zone = outcome.found.site->time_zone;
  return outcome;
}

absl::StatusOr<bool> PgHoldRepository::Release(const Caller& caller, const core::Ulid& id) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  db::Params params;
  params.Id(caller.context.tenant_id).Id(id).Id(core::Ulid::Parse(caller.context.actor_id));
  const auto rows = transaction->RunAndCommit(kRelease, params);
  if (!rows.ok()) return rows.status();
  return rows->affected() > 0;
}

}  // namespace enlace::appointment::storage
