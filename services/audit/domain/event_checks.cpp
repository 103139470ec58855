#include "services/audit/domain/event_checks.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/core/reasons.h"
#include "services/audit/domain/json_object.h"
#include "services/audit/domain/vocabulary.h"

namespace enlace::audit {
namespace {

namespace violation = core::violation;

class Check {
 public:
  Check(const std::string& field, std::vector<core::Violation>& violations)
      : field_(field), violations_(violations) {}

  // `violate` is a maker of libs/core/reasons.h, `params` what fills its text.
  template <typename Violate, typename... Params>
  void That(bool good, std::string_view name, Violate violate, const Params&... params) {
    if (good) return;
    violations_.push_back(violate(absl::StrCat(field_, ".", std::string(name)), params...));
  }

  template <typename Words>
  void OneOf(const Words& words, std::string_view value, std::string_view name) {
    That(std::find(words.begin(), words.end(), value) != words.end(), name, violation::EnumValue,
         absl::StrJoin(words, ", "));
  }

  void Text(const std::string& value, std::string_view name) {
    That(value.size() <= kMaxText, name, violation::EventTextLength, kMaxText);
    That(value.find('\0') == std::string::npos, name, violation::Nul);
  }

  void Json(const std::string& value, std::string_view name) {
    That(value.empty() || IsStorableJsonObject(value), name, violation::EventJson);
  }

 private:
  const std::string& field_;
  std::vector<core::Violation>& violations_;
};

// A new kind of resource must not stop a relay, so it is the word's shape that counts.
bool IsResourceType(std::string_view value) {
  return !value.empty() && value.size() <= 64 && absl::ascii_isalpha(value[0]) &&
         std::all_of(value.begin(), value.end(), [](char c) { return absl::ascii_isalnum(c); });
}

// That of an error, or none.
bool IsReason(std::string_view value) {
  return value.empty() || (value.size() <= 64 && absl::ascii_isupper(value[0]) &&
                           std::all_of(value.begin(), value.end(), [](char c) {
                             return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
                           }));
}

bool InRange(absl::Time time) {
  static const absl::Time kFirst = absl::FromCivil(absl::CivilYear(1900), absl::UTCTimeZone());
  static const absl::Time kEnd = absl::FromCivil(absl::CivilYear(2200), absl::UTCTimeZone());
  return time >= kFirst && time < kEnd;
}

}  // namespace

void CheckEvent(const AuditEvent& event, const std::string& field,
                std::vector<core::Violation>& violations) {
  Check check(field, violations);
  check.That(InRange(event.occurred_at), "occurredAt", violation::EventTime);
  check.OneOf(kSentEventTypes, event.event_type, "eventType");
  check.OneOf(kActions, event.action, "action");
  check.That(IsResourceType(event.resource_type), "resourceType", violation::EventText);
  check.That(event.resource_ids.size() <= kMaxResourceIds, "resourceIds", violation::ListLength,
             kMaxResourceIds);
  check.That(event.event_type != "WRITE" || event.resource_ids.size() == 1, "resourceId",
             violation::RequiredOneResource);
  check.That(IsReason(event.reason), "reason", violation::EventText);
  check.That(event.calls > 0, "calls", violation::RangeNegative);
  check.That(event.resource_version >= 0, "resourceVersion", violation::RangeNegative);
  for (const auto& [value, name] :
       {std::pair{&event.actor.type, "actor.type"}, std::pair{&event.actor.id, "actor.id"},
        std::pair{&event.actor.email, "actor.email"}, std::pair{&event.request_id, "requestId"},
        std::pair{&event.ip, "ip"}, std::pair{&event.user_agent, "userAgent"},
        std::pair{&event.endpoint, "endpoint"}}) {
    check.Text(*value, name);
  }
  check.Json(event.before_json, "beforeJson");
  check.Json(event.after_json, "afterJson");
}

}  // namespace enlace::audit
