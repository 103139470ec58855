#include "services/audit/domain/erasure.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::audit {
namespace {

constexpr int kLeastReason = 10;
constexpr clinical::TextRule kReason{.max_characters = 500, .required = true};

}  // namespace

std::string CheckErasureReason(std::string_view reason, std::vector<core::Violation>& violations) {
  auto checked = clinical::CheckText(reason, "reason", kReason, violations);
  if (checked.empty()) return checked;
  // The bytes that go on with a character begin with 10.
  const auto characters = std::count_if(checked.begin(), checked.end(),
                                        [](unsigned char byte) { return (byte & 0xC0U) != 0x80U; });
  if (characters >= kLeastReason) return checked;
  violations.push_back(core::violation::TextLengthShort("reason", kLeastReason));
  return "";
}

AuditEvent ErasureRecord(const db::TenantContext& context, const core::Ulid& person_id,
                         const std::string& reason, absl::Time now) {
  AuditEvent record;
  record.id = core::Ulid::Generate(now);
  record.occurred_at = now;
  record.event_type = "WRITE";
  record.action = "DELETE";
  record.resource_type = "AuditPersonKey";
  record.resource_ids = {person_id};
  record.actor = {.type = context.actor_type, .id = context.actor_id, .email = context.actor_email};
  record.request_id = context.request_id;
  record.ip = context.ip;
  record.user_agent = context.user_agent;
  const nlohmann::json row = {{"reason", reason}};
  record.after_json = row.dump();
  return record;
}

}  // namespace enlace::audit
