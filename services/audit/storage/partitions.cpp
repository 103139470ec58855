#include "services/audit/storage/partitions.h"

#include "absl/strings/str_cat.h"
#include "services/audit/domain/retention.h"

namespace enlace::audit::storage {
namespace {

// The rest of the transaction waits for a lock no longer than readers and writers may.
constexpr db::Statement kAlone = {"audit_maintenance", R"(
  SELECT pg_advisory_xact_lock(hashtextextended('audit_maintenance', 0)),
         set_config('lock_timeout', '5s', true))"};

constexpr db::Statement kMissing = {"audit_months_missing", R"(
  SELECT c.years, to_char(m.month, 'YYYY-MM') AS month
    FROM (SELECT date_trunc('month', now() AT TIME ZONE 'UTC') AS month) AS present,
         generate_series(present.month, present.month + make_interval(months => $2::int),
                         interval '1 month') AS m (month),
         unnest($1::smallint[]) AS c (years)
   WHERE (c.years, m.month::date) NOT IN (SELECT years, month FROM audit_months())
   ORDER BY m.month, c.years)"};

constexpr db::Statement kMake = {"audit_make_month", R"(
  SELECT create_audit_month($1::smallint, to_date($2, 'YYYY-MM')))"};

constexpr db::Statement kDue = {"audit_months_due", R"(
  SELECT years, to_char(month, 'YYYY-MM') AS month
    FROM audit_months() WHERE due ORDER BY audit_months.month, years)"};

constexpr db::Statement kDrop = {"audit_drop_month", R"(
  SELECT tenants, records, refusal
    FROM drop_audit_month($1::smallint, to_date($2, 'YYYY-MM'), $3::boolean))"};

constexpr db::Statement kStrays = {"audit_strays", R"(
  SELECT partition, records, oldest, newest FROM audit_strays())"};

std::vector<ClassMonth> ReadMonths(const db::Rows& rows) {
  std::vector<ClassMonth> months;
  months.reserve(static_cast<std::size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) {
    months.push_back({.years = static_cast<int>(rows[i].Int("years")),
                      .month = std::string(rows[i].Text("month"))});
  }
  return months;
}

// A transaction that changes partitions.
absl::StatusOr<db::Rows> RunAlone(db::PlatformDatabase& owner, const db::Statement& statement,
                                  const db::Params& params, absl::Time deadline) {
  auto transaction = owner.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  if (const auto alone = transaction->Run(kAlone, {}); !alone.ok()) return alone.status();
  return transaction->RunAndCommit(statement, params);
}

absl::StatusOr<db::Rows> RunOne(db::PlatformDatabase& owner, const db::Statement& statement,
                                const db::Params& params, absl::Time deadline) {
  auto transaction = owner.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(statement, params);
}

}  // namespace

absl::StatusOr<std::vector<ClassMonth>> Partitions::Missing(absl::Time deadline) {
  std::vector<std::string> years;
  years.reserve(kRetentionYears.size());
  for (const int one : kRetentionYears) years.push_back(absl::StrCat(one));
  const auto rows =
      RunOne(owner_, kMissing, db::Params().TextArray(years).Int(kMonthsAhead), deadline);
  if (!rows.ok()) return rows.status();
  return ReadMonths(*rows);
}

absl::Status Partitions::Make(const ClassMonth& wanted, absl::Time deadline) {
  return RunAlone(owner_, kMake, db::Params().Int(wanted.years).Text(wanted.month), deadline)
      .status();
}

absl::StatusOr<std::vector<ClassMonth>> Partitions::Due(absl::Time deadline) {
  const auto rows = RunOne(owner_, kDue, {}, deadline);
  if (!rows.ok()) return rows.status();
  return ReadMonths(*rows);
}

absl::StatusOr<DroppedMonth> Partitions::Drop(const ClassMonth& due, bool dry_run,
                                              absl::Time deadline) {
  const auto rows =
      RunAlone(owner_, kDrop, db::Params().Int(due.years).Text(due.month).Bool(dry_run), deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return absl::NotFoundError("no such month");
  const auto row = (*rows)[0];
  return DroppedMonth{.tenants = row.Int("tenants"),
                      .records = row.Int("records"),
                      .refusal = row.OptionalText("refusal").value_or("")};
}

absl::StatusOr<std::vector<StrayRecords>> Partitions::Strays(absl::Time deadline) {
  const auto rows = RunOne(owner_, kStrays, {}, deadline);
  if (!rows.ok()) return rows.status();
  std::vector<StrayRecords> strays;
  for (int i = 0; i < rows->size(); ++i) {
    const auto row = (*rows)[i];
    strays.push_back({.partition = std::string(row.Text("partition")),
                      .records = row.Int("records"),
                      .oldest = row.Time("oldest"),
                      .newest = row.Time("newest")});
  }
  return strays;
}

}  // namespace enlace::audit::storage
