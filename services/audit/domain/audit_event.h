#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::audit {

// Who did it, as the service where it happened knew it.
struct Actor {
  // API_KEY, USER, …: see kActorTypes.
  std::string type;
  std::string id;
  // Personal data.
  std::string email;
};

// One committed write, one answered read, refused calls that were alike, a month of records that
// was dropped, or records that a restore lost. Never changed once it is stored.
struct AuditEvent {
  // Given where it happened; unique.
  core::Ulid id;
  // Microseconds count; what is finer is dropped.
  absl::Time occurred_at;
  std::string event_type;
  std::string action;
  std::string resource_type;
  // Exactly one for a write; all those in the answer for an access.
  std::vector<core::Ulid> resource_ids;
  // The row's version after a write; 0 for accesses.
  std::int64_t resource_version = 0;
  Actor actor;
  std::string request_id;
  std::string ip;
  std::string user_agent;
  // Full name of the RPC, for accesses and refusals.
  std::string endpoint;
  // Of refusals: why, and how many calls it stands for. Of accesses the reason is the purpose of
  // use. Of what was dropped: which month (YEARS_6_MONTH_2026_11), and how many records. Of what a
  // restore lost: which positions of the chain (LOST_57_TO_102), and how many.
  std::string reason;
  std::int64_t calls = 1;
  bool success = true;
  // JSON objects as text, so that numbers keep their digits; empty where absent. Personal data.
  // What `after` holds of an access: access_row.h.
  std::string before_json;
  std::string after_json;
  // Of one that is listed: its personal data is missing because the person was erased.
  bool erased = false;
};

// The tenant in whose name events that belong to no tenant are kept (a platform key's creation).
// No generated id equals it: its time is 1970.
core::Ulid PlatformTenant();

}  // namespace enlace::audit
