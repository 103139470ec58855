#include "services/appointment/storage/waitlist_repository.h"

#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/kept_text.h"
#include "libs/db/sql_error.h"
#include "services/appointment/storage/retry.h"
#include "services/appointment/storage/waitlist_row.h"
#include "services/appointment/storage/waitlist_statements.h"

namespace enlace::appointment::storage {
namespace {

// Two calls for one patient would each count without the other's entry.
constexpr db::Statement kInTurn{
    "waitlist_in_turn",
    "SELECT pg_advisory_xact_lock(hashtextextended('waitlist ' || $1::text, 0)) IS NULL AS locked"};

struct Narrowing {
  const char* column;
  const char* type;
};

// Bits of a list's number, the last the highest.
constexpr std::array<Narrowing, 3> kNarrowings{
    {{"status", "text"}, {"patient_id", "uuid"}, {"practitioner_id", "uuid"}}};
constexpr std::size_t kLists = 1 << kNarrowings.size();

std::size_t ListOf(const WaitlistFilter& filter) {
  return (filter.status ? 1 : 0) + (filter.patient ? 2 : 0) + (filter.practitioner_id ? 4 : 0);
}

std::array<db::Statement, kLists> MakeLists() {
  std::array<db::Statement, kLists> lists{};
  for (std::size_t list = 0; list < kLists; ++list) {
    std::string where = "\n WHERE w.tenant_id = $1::uuid";
    int parameter = 3;
    for (std::size_t i = 0; i < kNarrowings.size(); ++i) {
      if ((list >> i & 1) == 0) continue;
      absl::StrAppend(&where, "\n   AND w.", kNarrowings[i].column, " = $", ++parameter,
                      "::", kNarrowings[i].type);
    }
    lists[list] = {
        db::KeepText(absl::StrCat("waitlist_list_", list)),
        db::KeepText(absl::StrCat(core::Absl(kWaitlistColumns),
                                  "\n  FROM (SELECT w.* FROM waitlist_entries AS w", where,
                                  core::Absl(kWaitlistPage), ") AS e", core::Absl(kWaitlistJoins),
                                  "\n ORDER BY e.created_at, e.id"))};
  }
  return lists;
}

}  // namespace

// $2 id, $3 patient, $4 doctor's id, $5 and $6 doctor's document, $7 to $17 the rest of the wish,
// $18 what tells the wish from others, $19 the most of a patient, $20 the part of the day, $21 the
// patient's workflow.
const db::Statement kWaitlistAdd{"waitlist_add", R"sql(
WITH live AS (
  SELECT e.id, e.wish_hash
    FROM waitlist_entries AS e
   WHERE e.tenant_id = $1::uuid AND e.patient_id = $3::uuid AND e.status IN ('WAITING', 'OFFERED')
), existing AS (
  SELECT l.id FROM live AS l WHERE l.wish_hash = md5($18::text)
), made AS (
  INSERT INTO waitlist_entries (
    tenant_id, id, patient_id, practitioner_id, specialty, location_id, city, appointment_type,
    duration_minutes, modality, eps_id, language, earliest_at, latest_at, days, part_of_day,
    wish_hash, patient_workflow)
  SELECT $1::uuid, $2::uuid, $3::uuid,
         coalesce($4::uuid, (SELECT p.id FROM practitioners AS p
                              WHERE p.tenant_id = $1::uuid AND p.deleted_at IS NULL
                                AND p.doc_type_id = $5::text AND p.doc_number = $6::text)),
         $7::text, $8::uuid, $9::text, $10::text, $11::int, $12::text, $13::text, $14::text,
         $15::timestamptz, $16::timestamptz, $17::text[], $20::text, md5($18::text), $21::text
   WHERE NOT EXISTS (SELECT FROM existing) AND (SELECT count(*) FROM live) < $19::int
  RETURNING id
)
SELECT coalesce((SELECT x.id FROM existing AS x), (SELECT m.id FROM made AS m)) AS id)sql"};

const db::Statement& WaitlistFindStatement() {
  static const auto& sql = *new std::string(absl::StrCat(
      core::Absl(kWaitlistColumns), core::Absl(kWaitlistEntry), core::Absl(kWaitlistJoins),
      "\n WHERE e.tenant_id = $1::uuid AND e.id = $2::uuid"));
  static const db::Statement kStatement{"waitlist_find", sql.c_str()};
  return kStatement;
}

const db::Statement& WaitlistListStatement(const WaitlistFilter& filter) {
  static const auto& lists = *new std::array<db::Statement, kLists>(MakeLists());
  return lists[ListOf(filter)];
}

db::Params WaitlistListParams(const core::Ulid& tenant_id, const WaitlistFilter& filter,
                              const std::optional<core::Ulid>& after, int limit) {
  db::Params params;
  params.Id(tenant_id).Id(after).Int(limit);
  if (filter.status) params.Text(*filter.status);
  if (filter.patient) params.Id(filter.patient->id);
  if (filter.practitioner_id) params.Id(*filter.practitioner_id);
  return params;
}

// An entry is locked before its hold and the doctor's time: as a booking does it.
const db::Statement kWaitlistLeave{"waitlist_leave", R"sql(
WITH entry AS MATERIALIZED (
  SELECT e.id, e.hold_id FROM waitlist_entries AS e
   WHERE e.tenant_id = $1::uuid AND e.id = $2::uuid AND e.status IN ('WAITING', 'OFFERED')
     FOR UPDATE
), released AS (
  UPDATE slot_holds AS h SET deleted_at = now() FROM entry AS x
   WHERE h.tenant_id = $1::uuid AND h.id = x.hold_id AND h.deleted_at IS NULL
)
UPDATE waitlist_entries AS e
   SET status = 'CANCELLED', hold_id = NULL, deleted_at = now() FROM entry AS x
 WHERE e.tenant_id = $1::uuid AND e.id = x.id)sql"};

const db::Statement kWaitlistDecline{"waitlist_decline", R"sql(
WITH entry AS MATERIALIZED (
  SELECT e.id, e.hold_id FROM waitlist_entries AS e
   WHERE e.tenant_id = $1::uuid AND e.id = $2::uuid AND e.status = 'OFFERED'
     AND ($3::text = '' OR EXISTS (SELECT FROM waitlist_offers AS o
                                    WHERE o.tenant_id = $1::uuid AND o.id = e.hold_id
                                      AND o.offer_id = $3::text))
     FOR UPDATE
), released AS (
  UPDATE slot_holds AS h SET deleted_at = now() FROM entry AS x
   WHERE h.tenant_id = $1::uuid AND h.id = x.hold_id AND h.deleted_at IS NULL
)
UPDATE waitlist_entries AS e
   SET status = 'WAITING', hold_id = NULL FROM entry AS x
 WHERE e.tenant_id = $1::uuid AND e.id = x.id)sql"};

absl::StatusOr<db::Rows> PgWaitlistRepository::Run(const Caller& caller,
                                                   const db::Statement& statement,
                                                   const db::Params& params) {
  return RetryAborted(caller.deadline, [&]() -> absl::StatusOr<db::Rows> {
    auto transaction = database_.Begin(caller.context, caller.deadline);
    if (!transaction.ok()) return transaction.status();
    return transaction->RunAndCommit(statement, params);
  });
}

absl::StatusOr<std::optional<WaitlistEntry>> PgWaitlistRepository::Add(const Caller& caller,
                                                                       const WaitlistEntry& entry) {
  auto added = RetryAborted(caller.deadline, [&] { return AddOnce(caller, entry); });
  // The patient waits for the same already, in an entry that the caller sees as soon as it has
  // followed the patient to one of the caller's workflows.
  if (db::ConstraintOf(added.status()) == "waitlist_entries_wish_once") {
    return core::refusal::ConcurrentChange();
  }
  return added;
}

absl::StatusOr<std::optional<WaitlistEntry>> PgWaitlistRepository::AddOnce(
    const Caller& caller, const WaitlistEntry& entry) {
  const auto& wish = entry.wish;
  const auto text = [](const std::string& value) {
    return value.empty() ? std::nullopt : std::optional(value);
  };
  const auto doctor = wish.doctor.value_or(PersonName());
  db::Params params;
  params.Id(caller.context.tenant_id).Id(entry.id).Id(entry.patient_id).Id(doctor.id);
  if (doctor.document) {
    params.Text(doctor.document->type).Text(doctor.document->number);
  } else {
    params.Null().Null();
  }
  params.Text(text(wish.specialty)).Id(wish.location_id).Text(text(wish.city));
  params.Text(text(wish.appointment_type));
  if (wish.duration_minutes) {
    params.Int(*wish.duration_minutes);
  } else {
    params.Null();
  }
  params.Text(wish.modality)
      .Text(wish.eps_id)
      .Text(text(wish.language))
      .Time(wish.earliest)
      .Time(wish.latest)
      .TextArray(WeekdayNames(wish.days))
      .Text(entry.wish_key)
      .Int(kEntriesOfPatient)
      .Text(DayPartName(wish.part_of_day))
      .Text(entry.patient_workflow);
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto turn = transaction->Run(kInTurn, db::Params().Text(entry.patient_id.ToUuid()));
  if (!turn.ok()) return turn.status();
  const auto added = transaction->Run(kWaitlistAdd, params);
  if (!added.ok()) return added.status();
  const auto id = (*added)[0].OptionalId("id");
  if (!id) return std::optional<WaitlistEntry>();
  const auto found = transaction->RunAndCommit(WaitlistFindStatement(),
                                               db::Params().Id(caller.context.tenant_id).Id(*id));
  if (!found.ok()) return found.status();
  return std::optional(ReadWaitlistEntry((*found)[0]));
}

absl::StatusOr<std::optional<WaitlistEntry>> PgWaitlistRepository::Find(const Caller& caller,
                                                                        const core::Ulid& id) {
  const auto rows =
      Run(caller, WaitlistFindStatement(), db::Params().Id(caller.context.tenant_id).Id(id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<WaitlistEntry>();
  return std::optional(ReadWaitlistEntry((*rows)[0]));
}

absl::StatusOr<std::vector<WaitlistEntry>> PgWaitlistRepository::List(
    const Caller& caller, const WaitlistFilter& filter, const std::optional<core::Ulid>& after,
    int limit) {
  const auto rows = Run(caller, WaitlistListStatement(filter),
                        WaitlistListParams(caller.context.tenant_id, filter, after, limit));
  if (!rows.ok()) return rows.status();
  std::vector<WaitlistEntry> entries;
  entries.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) entries.push_back(ReadWaitlistEntry((*rows)[i]));
  return entries;
}

absl::StatusOr<bool> PgWaitlistRepository::Leave(const Caller& caller, const core::Ulid& id) {
  const auto rows = Run(caller, kWaitlistLeave, db::Params().Id(caller.context.tenant_id).Id(id));
  if (!rows.ok()) return rows.status();
  return rows->affected() > 0;
}

absl::StatusOr<bool> PgWaitlistRepository::Decline(const Caller& caller, const core::Ulid& id,
                                                   const std::string& offer_id) {
  const auto rows = Run(caller, kWaitlistDecline,
                        db::Params().Id(caller.context.tenant_id).Id(id).Text(offer_id));
  if (!rows.ok()) return rows.status();
  return rows->affected() > 0;
}

}  // namespace enlace::appointment::storage
