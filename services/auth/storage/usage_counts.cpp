#include "services/auth/storage/usage_counts.h"

namespace enlace::auth::storage {
namespace {

// An invitation has the id of its mail, and every mail has an invitation of its own.
constexpr db::Statement kCountInvitations = {"count_invitations", R"(
  SELECT d.place, (SELECT count(*) FROM invitations i WHERE i.tenant_id = $1
                   AND i.id >= d.first AND i.id < d.next) AS created
  FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS d (first, next, place))"};

}  // namespace

PostgresUsage::PostgresUsage(db::TenantDatabase& database)
    : counts_(database, &kCountInvitations) {}

absl::StatusOr<std::vector<ServiceDay>> PostgresUsage::Count(const UsageQuestion& question) {
  const auto counted = counts_.Count(
      question.context, {.from = question.from, .to = question.to, .time_zone = question.time_zone},
      question.deadline);
  if (!counted.ok()) return counted.status();
  std::vector<ServiceDay> days;
  days.reserve(counted->size());
  for (const auto& day : *counted) days.push_back({day.requests, day.created});
  return days;
}

}  // namespace enlace::auth::storage
