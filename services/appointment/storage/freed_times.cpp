#include "services/appointment/storage/freed_times.h"

#include <utility>

#include "absl/time/clock.h"

namespace enlace::appointment::storage {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(10);

constexpr db::Statement kTenantsDue{"waitlist_tenants_due", R"sql(
SELECT f.tenant_id
  FROM freed_times AS f
 WHERE f.due_at <= now()
 GROUP BY f.tenant_id
 ORDER BY min(f.due_at)
 LIMIT 100)sql"};

// Held until the claim ends: two processes would not keep a tenant's queue in order.
constexpr db::Statement kAlone{"waitlist_alone", R"sql(
SELECT pg_try_advisory_xact_lock(hashtextextended('waitlist of ' || $1::text, 0)) AS alone)sql"};

constexpr db::Statement kClaim{"waitlist_claim", R"sql(
SELECT f.id, f.practitioner_id, f.start_at, f.end_at, f.entry_id
  FROM freed_times AS f
 WHERE f.tenant_id = $1::uuid AND f.due_at <= now()
 ORDER BY f.due_at, f.id
 LIMIT 20
   FOR UPDATE SKIP LOCKED)sql"};

constexpr db::Statement kForget{"waitlist_forget", R"sql(
DELETE FROM freed_times AS f
 WHERE f.tenant_id = $1::uuid AND f.id = ANY ($2::uuid[])
   AND NOT EXISTS (SELECT FROM waitlist_entries AS e
                    WHERE e.tenant_id = $1::uuid AND e.id = f.entry_id
                      AND e.status IN ('WAITING', 'OFFERED')))sql"};

// $3: seconds until an entry is looked at again; sooner where its wish ends sooner.
constexpr db::Statement kLookAgainLater{"waitlist_look_again", R"sql(
UPDATE freed_times AS f
   SET due_at = least(now() + make_interval(secs => $3::int),
                      greatest(e.latest_at, now() + interval '1 minute'))
  FROM waitlist_entries AS e
 WHERE f.tenant_id = $1::uuid AND f.id = ANY ($2::uuid[])
   AND e.tenant_id = $1::uuid AND e.id = f.entry_id)sql"};

constexpr db::Statement kPutOff{"waitlist_put_off", R"sql(
UPDATE freed_times AS f
   SET due_at = now() + interval '1 minute'
 WHERE f.tenant_id = $1::uuid AND f.id = ANY ($2::uuid[]))sql"};

std::vector<FreedTime> ReadTimes(const db::Rows& rows) {
  std::vector<FreedTime> times;
  times.reserve(static_cast<std::size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) {
    const auto row = rows[i];
    times.push_back({.id = row.Id("id"),
                     .practitioner_id = row.OptionalId("practitioner_id"),
                     .start = row.OptionalTime("start_at").value_or(absl::InfinitePast()),
                     .end = row.OptionalTime("end_at").value_or(absl::InfinitePast()),
                     .entry_id = row.OptionalId("entry_id")});
  }
  return times;
}

class Claimed final : public ClaimedTimes {
 public:
  Claimed(db::Transaction transaction, const core::Ulid& tenant_id, std::vector<FreedTime> times)
      : transaction_(std::move(transaction)), tenant_id_(tenant_id), times_(std::move(times)) {}

  const std::vector<FreedTime>& times() const override { return times_; }

  void Settle(const FreedTime& time, bool done) override {
    (done ? done_ : failed_).push_back(time.id);
  }

  absl::Status Commit() override {
    const auto ids = [this](const std::vector<core::Ulid>& which) {
      return db::Params().Id(tenant_id_).IdArray(which);
    };
    if (auto rows = transaction_.Run(kForget, ids(done_)); !rows.ok()) return rows.status();
    const auto again =
        transaction_.Run(kLookAgainLater, ids(done_).Int(absl::ToInt64Seconds(kLookAgain)));
    if (!again.ok()) return again.status();
    return transaction_.RunAndCommit(kPutOff, ids(failed_)).status();
  }

 private:
  db::Transaction transaction_;
  const core::Ulid tenant_id_;
  const std::vector<FreedTime> times_;
  std::vector<core::Ulid> done_, failed_;
};

}  // namespace

absl::StatusOr<std::vector<core::Ulid>> PgFreedTimes::TenantsDue() {
  auto transaction = platform_.Begin(absl::Now() + kTimeout);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kTenantsDue, db::Params());
  if (!rows.ok()) return rows.status();
  std::vector<core::Ulid> tenants;
  tenants.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) tenants.push_back((*rows)[i].Id("tenant_id"));
  return tenants;
}

absl::StatusOr<std::unique_ptr<ClaimedTimes>> PgFreedTimes::Claim(const Caller& caller) {
  const auto params = db::Params().Id(caller.context.tenant_id);
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto alone = transaction->Run(kAlone, params);
  if (!alone.ok()) return alone.status();
  if (!(*alone)[0].Bool("alone")) return std::unique_ptr<ClaimedTimes>();
  const auto rows = transaction->Run(kClaim, params);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::unique_ptr<ClaimedTimes>();
  return std::unique_ptr<ClaimedTimes>(std::make_unique<Claimed>(
      *std::move(transaction), caller.context.tenant_id, ReadTimes(*rows)));
}

}  // namespace enlace::appointment::storage
