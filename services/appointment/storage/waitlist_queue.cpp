#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "services/appointment/storage/doctor_and_site.h"
#include "services/appointment/storage/waitlist_repository.h"
#include "services/appointment/storage/waitlist_row.h"

// The part of the waitlist's repository that the worker uses.
namespace enlace::appointment::storage {
namespace {

// What was offered to an entry before, of the same index in both.
constexpr std::string_view kOffered = R"sql(,
       ARRAY(SELECT h.practitioner_id::text FROM waitlist_offers AS w
               JOIN slot_holds AS h ON h.tenant_id = $1::uuid AND h.id = w.id
              WHERE w.tenant_id = $1::uuid AND w.entry_id = e.id ORDER BY w.id) AS offered_doctors,
       ARRAY(SELECT date_part('epoch', h.start_at)::bigint::text FROM waitlist_offers AS w
               JOIN slot_holds AS h ON h.tenant_id = $1::uuid AND h.id = w.id
              WHERE w.tenant_id = $1::uuid AND w.entry_id = e.id ORDER BY w.id) AS offered_starts)sql";

// $2 doctor, $3 and $4 the time, $5 the entry before, $6 how many. No appointment and no buffer
// is longer than 12 hours.
constexpr std::string_view kWaiting = R"sql(
 WHERE e.tenant_id = $1::uuid AND e.status = 'WAITING'
   AND e.latest_at > now() AND e.latest_at > $3::timestamptz - interval '12 hours'
   AND e.earliest_at < $4::timestamptz + interval '12 hours'
   AND (e.practitioner_id IS NULL OR e.practitioner_id = $2::uuid)
   AND (e.specialty IS NULL OR fold_text(e.specialty) = (
     SELECT d.specialty_folded FROM practitioners AS d
      WHERE d.tenant_id = $1::uuid AND d.id = $2::uuid))
   AND ($5::uuid IS NULL OR (e.created_at, e.id) > (
     SELECT c.created_at, c.id FROM waitlist_entries AS c
      WHERE c.tenant_id = $1::uuid AND c.id = $5::uuid))
 ORDER BY e.created_at, e.id
 LIMIT $6::int)sql";

constexpr std::string_view kOneWaiting = R"sql(
 WHERE e.tenant_id = $1::uuid AND e.id = $2::uuid AND e.status = 'WAITING'
   AND e.latest_at > now())sql";

const db::Statement& WaitingStatement() {
  static const auto& sql =
      *new std::string(absl::StrCat(core::Absl(kWaitlistColumns), core::Absl(kOffered),
                                    core::Absl(kWaitlistTables), core::Absl(kWaiting)));
  static const db::Statement kStatement{"waitlist_waiting", sql.c_str()};
  return kStatement;
}

const db::Statement& OneWaitingStatement() {
  static const auto& sql =
      *new std::string(absl::StrCat(core::Absl(kWaitlistColumns), core::Absl(kOffered),
                                    core::Absl(kWaitlistTables), core::Absl(kOneWaiting)));
  static const db::Statement kStatement{"waitlist_one_waiting", sql.c_str()};
  return kStatement;
}

WaitingEntry ReadWaiting(const db::Row& row) {
  WaitingEntry waiting{.entry = ReadWaitlistEntry(row), .offered = {}};
  const auto doctors = row.TextArray("offered_doctors");
  const auto starts = row.TextArray("offered_starts");
  for (std::size_t i = 0; i < doctors.size() && i < starts.size(); ++i) {
    waiting.offered.push_back({core::Ulid::FromUuid(doctors[i]).value_or(core::Ulid()),
                               absl::FromUnixSeconds(std::stoll(starts[i]))});
  }
  return waiting;
}

constexpr db::Statement kEndOffers{"waitlist_end_offers", R"sql(
UPDATE waitlist_entries AS e
   SET status = 'WAITING', hold_id = NULL
 WHERE e.tenant_id = $1::uuid AND e.status = 'OFFERED'
   AND EXISTS (SELECT FROM slot_holds AS h
                WHERE h.tenant_id = $1::uuid AND h.id = e.hold_id
                  AND (h.expires_at <= now() OR h.deleted_at IS NOT NULL)))sql"};

constexpr db::Statement kEndWishes{"waitlist_end_wishes", R"sql(
UPDATE waitlist_entries AS e
   SET status = 'EXPIRED'
 WHERE e.tenant_id = $1::uuid AND e.status = 'WAITING' AND e.latest_at <= now())sql"};

// $1 to $5 as in doctor_and_site.h, $6 hold, $7 start, $8 end, $9 type, $10 offer's signature,
// $11 entry, $12 patient, $13 end of the hold, $14 modality, $15 offer. The hold belongs to the
// patient: where a credential stands usually, the entry does.
constexpr std::string_view kOffer = R"sql(, entry AS MATERIALIZED (
  SELECT e.id FROM waitlist_entries AS e
   WHERE e.tenant_id = $1::uuid AND e.id = $11::uuid AND e.status = 'WAITING' FOR UPDATE
), buffers AS (
  SELECT t.buffer_before_minutes, t.buffer_after_minutes
    FROM appointment_types AS t
   WHERE t.tenant_id = $1::uuid AND t.code = $9::text AND t.deleted_at IS NULL
), held AS (
  INSERT INTO slot_holds (
    tenant_id, id, practitioner_id, location_id, start_at, end_at, buffer_before_minutes,
    buffer_after_minutes, offer, credential_id, patient_id, expires_at, modality)
  SELECT $1::uuid, $6::uuid, d.id, s.id, $7::timestamptz, $8::timestamptz,
         coalesce((SELECT b.buffer_before_minutes FROM buffers AS b), 0),
         coalesce((SELECT b.buffer_after_minutes FROM buffers AS b), 0),
         $10::text, e.id, $12::uuid, $13::timestamptz, $14::text
    FROM entry AS e CROSS JOIN doctor AS d CROSS JOIN site AS s
   WHERE d.active AND s.active
  RETURNING id
), offered AS (
  INSERT INTO waitlist_offers (
    tenant_id, id, entry_id, appointment_type, modality, offer_id, offer)
  SELECT $1::uuid, h.id, $11::uuid, $9::text, $14::text, $15::text, $10::text
    FROM held AS h
  RETURNING id
)
UPDATE waitlist_entries AS e
   SET status = 'OFFERED', hold_id = o.id FROM offered AS o
 WHERE e.tenant_id = $1::uuid AND e.id = $11::uuid)sql";

const db::Statement& OfferStatement() {
  static const auto& sql = *new std::string(
      absl::StrCat(DoctorAndSiteTables(" FOR KEY SHARE", "NULL"), core::Absl(kOffer)));
  static const db::Statement kStatement{"waitlist_offer", sql.c_str()};
  return kStatement;
}

}  // namespace

absl::Status PgWaitlistRepository::EndWhatIsOver(const Caller& caller) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto params = db::Params().Id(caller.context.tenant_id);
  const auto offers = transaction->Run(kEndOffers, params);
  if (!offers.ok()) return offers.status();
  return transaction->RunAndCommit(kEndWishes, params).status();
}

absl::StatusOr<std::vector<WaitingEntry>> PgWaitlistRepository::Waiting(
    const Caller& caller, const core::Ulid& practitioner_id, absl::Time from, absl::Time to,
    const std::optional<core::Ulid>& after, int limit) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(practitioner_id).Time(from).Time(to).Id(after).Int(limit);
  const auto rows = Run(caller, WaitingStatement(), params);
  if (!rows.ok()) return rows.status();
  std::vector<WaitingEntry> waiting;
  waiting.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) waiting.push_back(ReadWaiting((*rows)[i]));
  return waiting;
}

absl::StatusOr<std::optional<WaitingEntry>> PgWaitlistRepository::FindWaiting(
    const Caller& caller, const core::Ulid& id) {
  const auto rows =
      Run(caller, OneWaitingStatement(), db::Params().Id(caller.context.tenant_id).Id(id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<WaitingEntry>();
  return std::optional(ReadWaiting((*rows)[0]));
}

absl::StatusOr<bool> PgWaitlistRepository::Offer(const Caller& caller, const WaitlistEntry& entry,
                                                 const OfferTerms& terms,
                                                 const std::string& offer_id) {
  db::Params params;
  params.Id(caller.context.tenant_id)
      .Id(terms.practitioner_id)
      .Null()
      .Null()
      .Id(terms.location_id)
      .Id(terms.hold_id)
      .Time(terms.start)
      .Time(terms.end)
      .Text(terms.appointment_type)
      .Text(OfferIds::KeyOf(offer_id))
      .Id(entry.id)
      .Id(entry.patient_id)
      .Time(terms.expires_at)
      .Text(terms.modality)
      .Text(offer_id);
  const auto rows = Run(caller, OfferStatement(), params);
  if (!rows.ok()) return rows.status();
  return rows->affected() > 0;
}

}  // namespace enlace::appointment::storage
