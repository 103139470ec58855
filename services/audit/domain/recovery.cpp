#include "services/audit/domain/recovery.h"

#include "absl/strings/str_cat.h"

namespace enlace::audit {

AuditEvent EventOf(const RecoveredChain& chain, const Checkpoint& lost, absl::Time now) {
  AuditEvent event;
  event.id = core::Ulid::Generate(now);
  event.occurred_at = now;
  event.event_type = "RECOVERY";
  event.action = "DELETE";
  event.resource_type = "AuditEvent";
  event.actor = {.type = "SERVICE", .id = "enlace-audit"};
  event.reason = absl::StrCat("LOST_", chain.lost_from, "_TO_", chain.signed_records - 1);
  event.calls = static_cast<std::int64_t>(chain.lost());
  event.after_json =
      absl::StrCat(R"({"size": )", lost.size, R"(, "root": ")", HashText(lost.root),
                   R"(", "head": ")", HashText(lost.head), R"(", "signed_at": ")",
                   absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", lost.time, absl::UTCTimeZone()),
                   R"(", "verified": )", chain.verified ? "true" : "false", "}");
  return event;
}

}  // namespace enlace::audit
