#include "services/audit/domain/retention_event.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace enlace::audit {
namespace {

// Columns are named as those of the table.
std::string RowOf(const RetentionChoice& choice) {
  return absl::StrCat(
      R"({"years": )", choice.years, R"(, "effective_from": ")",
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", choice.effective_from, absl::UTCTimeZone()), R"("})");
}

}  // namespace

AuditEvent EventOf(const RetentionChoice& choice, const std::vector<RetentionChoice>& before,
                   const db::TenantContext& context, absl::Time now) {
  AuditEvent event;
  event.id = core::Ulid::Generate(now);
  event.occurred_at = now;
  event.event_type = "WRITE";
  event.action = "UPDATE";
  event.resource_type = "AuditRetention";
  event.resource_ids = {context.tenant_id};
  event.resource_version = static_cast<std::int64_t>(before.size()) + 1;
  event.actor = {.type = context.actor_type, .id = context.actor_id, .email = context.actor_email};
  event.request_id = context.request_id;
  event.ip = context.ip;
  event.user_agent = context.user_agent;
  event.before_json = before.empty() ? absl::StrCat(R"({"years": )", kDefaultRetentionYears, "}")
                                     : RowOf(before.back());
  event.after_json = RowOf(choice);
  return event;
}

}  // namespace enlace::audit
