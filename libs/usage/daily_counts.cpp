#include "libs/usage/daily_counts.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "libs/core/error.h"
#include "libs/core/time_zone.h"

namespace enlace::usage {
namespace {

constexpr db::Statement kRequests = {"count_requests", R"(
  SELECT day - $2::date AS place, requests FROM usage_days
  WHERE tenant_id = $1 AND day BETWEEN $2 AND $3)"};

// The lowest ULID of a moment, as PostgreSQL reads a uuid.
std::string LowestId(absl::Time time) {
  const auto milliseconds = std::max<std::int64_t>(absl::ToUnixMillis(time), 0);
  return absl::StrFormat("%012x%020d", milliseconds, 0);
}

}  // namespace

db::Params CreatedParams(const core::Ulid& tenant_id, const Days& days) {
  const auto zone = core::ZoneOrUtc(days.time_zone);
  std::vector<std::string> first, next;
  for (auto day = days.from; day <= days.to; ++day) {
    first.push_back(LowestId(absl::FromCivil(day, zone)));
    next.push_back(LowestId(absl::FromCivil(day + 1, zone)));
  }
  return db::Params().Id(tenant_id).TextArray(first).TextArray(next);
}

absl::StatusOr<std::vector<DailyCount>> DailyCounts::Count(const db::TenantContext& context,
                                                           const Days& days, absl::Time deadline) {
  const auto number = days.to - days.from + 1;
  if (number < 1 || number > kMostDays) return core::Internal("usage of too few or too many days");
  std::vector<DailyCount> counts(static_cast<std::size_t>(number));
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto params = db::Params()
                          .Id(context.tenant_id)
                          .Text(absl::FormatCivilTime(days.from))
                          .Text(absl::FormatCivilTime(days.to));
  const auto requests = created_ == nullptr ? transaction->RunAndCommit(kRequests, params)
                                            : transaction->Run(kRequests, params);
  if (!requests.ok()) return requests.status();
  for (int i = 0; i < requests->size(); ++i) {
    const auto row = (*requests)[i];
    counts[static_cast<std::size_t>(row.Int("place"))].requests = row.Int("requests");
  }
  if (created_ == nullptr) return counts;
  const auto created = transaction->RunAndCommit(*created_, CreatedParams(context.tenant_id, days));
  if (!created.ok()) return created.status();
  for (int i = 0; i < created->size(); ++i) {
    const auto row = (*created)[i];
    counts[static_cast<std::size_t>(row.Int("place") - 1)].created = row.Int("created");
  }
  return counts;
}

}  // namespace enlace::usage
