#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/core/absl_view.h"
#include "services/appointment/storage/doctor_and_site.h"
#include "services/appointment/storage/waitlist_repository.h"
#include "services/appointment/storage/waitlist_row.h"
#include "services/appointment/storage/waitlist_statements.h"

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

// Of one doctor and of any, each in the order of its index, {doctor}. No appointment and no buffer
// is longer than 12 hours.
constexpr std::string_view kWaitingFor = R"sql(
SELECT w.* FROM waitlist_entries AS w
 WHERE w.tenant_id = $1::uuid AND w.status = 'WAITING' AND w.practitioner_id {doctor}
   AND w.latest_at > now() AND w.latest_at > $5::timestamptz - interval '12 hours'
   AND w.earliest_at < $6::timestamptz + interval '12 hours'
   AND (w.specialty IS NULL OR fold_text(w.specialty) = (
     SELECT d.specialty_folded FROM practitioners AS d
      WHERE d.tenant_id = $1::uuid AND d.id = $4::uuid)))sql";

std::string WaitingFor(std::string_view doctor) {
  return absl::StrCat(
      "(", absl::StrReplaceAll(core::Absl(kWaitingFor), {{"{doctor}", core::Absl(doctor)}}),
      core::Absl(kWaitlistPage), ")");
}

constexpr std::string_view kOneWaiting = R"sql(
 WHERE e.tenant_id = $1::uuid AND e.id = $2::uuid AND e.status = 'WAITING'
   AND e.latest_at > now())sql";

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

}  // namespace

const db::Statement kWaitlistEndOffers{"waitlist_end_offers", R"sql(
UPDATE waitlist_entries AS e
   SET status = 'WAITING', hold_id = NULL
 WHERE e.tenant_id = $1::uuid AND e.status = 'OFFERED'
   AND EXISTS (SELECT FROM slot_holds AS h
                WHERE h.tenant_id = $1::uuid AND h.id = e.hold_id
                  AND (h.expires_at <= now() OR h.deleted_at IS NOT NULL)))sql"};

const db::Statement kWaitlistEndWishes{"waitlist_end_wishes", R"sql(
UPDATE waitlist_entries AS e
   SET status = 'EXPIRED'
 WHERE e.tenant_id = $1::uuid AND e.status = 'WAITING' AND e.latest_at <= now())sql"};

const db::Statement& WaitlistWaitingStatement() {
  static const auto& sql = *new std::string(
      absl::StrCat(core::Absl(kWaitlistColumns), core::Absl(kOffered),
                   "\n  FROM (SELECT u.* FROM (", WaitingFor("= $4::uuid"), " UNION ALL ",
                   WaitingFor("IS NULL"), ") AS u ORDER BY u.created_at, u.id LIMIT $3::int) AS e",
                   core::Absl(kWaitlistJoins), "\n ORDER BY e.created_at, e.id"));
  static const db::Statement kStatement{"waitlist_waiting", sql.c_str()};
  return kStatement;
}

const db::Statement& WaitlistOneWaitingStatement() {
  static const auto& sql = *new std::string(
      absl::StrCat(core::Absl(kWaitlistColumns), core::Absl(kOffered), core::Absl(kWaitlistEntry),
                   core::Absl(kWaitlistJoins), core::Absl(kOneWaiting)));
  static const db::Statement kStatement{"waitlist_one_waiting", sql.c_str()};
  return kStatement;
}

const db::Statement& WaitlistOfferStatement() {
  static const auto& sql = *new std::string(
      absl::StrCat(DoctorAndSiteTables(" FOR KEY SHARE", "NULL"), core::Absl(kOffer)));
  static const db::Statement kStatement{"waitlist_offer", sql.c_str()};
  return kStatement;
}

absl::Status PgWaitlistRepository::EndWhatIsOver(const Caller& caller) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto params = db::Params().Id(caller.context.tenant_id);
  const auto offers = transaction->Run(kWaitlistEndOffers, params);
  if (!offers.ok()) return offers.status();
  return transaction->RunAndCommit(kWaitlistEndWishes, params).status();
}

absl::StatusOr<std::vector<WaitingEntry>> PgWaitlistRepository::Waiting(
    const Caller& caller, const core::Ulid& practitioner_id, absl::Time from, absl::Time to,
    const std::optional<core::Ulid>& after, int limit) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(after).Int(limit).Id(practitioner_id).Time(from).Time(to);
  const auto rows = Run(caller, WaitlistWaitingStatement(), params);
  if (!rows.ok()) return rows.status();
  std::vector<WaitingEntry> waiting;
  waiting.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) waiting.push_back(ReadWaiting((*rows)[i]));
  return waiting;
}

absl::StatusOr<std::optional<WaitingEntry>> PgWaitlistRepository::FindWaiting(
    const Caller& caller, const core::Ulid& id) {
  const auto rows =
      Run(caller, WaitlistOneWaitingStatement(), db::Params().Id(caller.context.tenant_id).Id(id));
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
  const auto rows = Run(caller, WaitlistOfferStatement(), params);
  if (!rows.ok()) return rows.status();
  return rows->affected() > 0;
}

}  // namespace enlace::appointment::storage
