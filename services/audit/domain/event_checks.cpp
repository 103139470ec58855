#include "services/audit/domain/event_checks.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/audit/domain/json_object.h"
#include "services/audit/domain/vocabulary.h"

namespace enlace::audit {
namespace {

class Check {
 public:
  Check(const std::string& field, std::vector<core::Violation>& violations)
      : field_(field), violations_(violations) {}

  void That(bool good, std::string_view name, std::string_view reason, std::string_view message) {
    if (good) return;
    violations_.push_back(
        {absl::StrCat(field_, ".", std::string(name)), std::string(reason), std::string(message)});
  }

  template <typename Words>
  void OneOf(const Words& words, std::string_view value, std::string_view name) {
    That(std::find(words.begin(), words.end(), value) != words.end(), name, "ENUM_VALUE",
         absl::StrCat("must be one of ", absl::StrJoin(words, ", ")));
  }

  void Text(const std::string& value, std::string_view name) {
    That(value.size() <= kMaxText, name, "TOO_LONG",
         absl::StrCat("must have at most ", kMaxText, " bytes"));
    That(value.find('\0') == std::string::npos, name, "TEXT_FORMAT", "must not hold NUL");
  }

  void Json(const std::string& value, std::string_view name) {
    That(value.empty() || IsStorableJsonObject(value), name, "JSON_FORMAT",
         "must be a JSON object without NUL, too deep nesting or numbers beyond a double");
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

bool InRange(absl::Time time) {
  static const absl::Time kFirst = absl::FromCivil(absl::CivilYear(1900), absl::UTCTimeZone());
  static const absl::Time kEnd = absl::FromCivil(absl::CivilYear(2200), absl::UTCTimeZone());
  return time >= kFirst && time < kEnd;
}

}  // namespace

void CheckEvent(const AuditEvent& event, const std::string& field,
                std::vector<core::Violation>& violations) {
  Check check(field, violations);
  check.That(InRange(event.occurred_at), "occurredAt", "TIME_RANGE",
             "must be between 1900 and 2200");
  check.OneOf(kEventTypes, event.event_type, "eventType");
  check.OneOf(kActions, event.action, "action");
  check.That(IsResourceType(event.resource_type), "resourceType", "TEXT_FORMAT",
             "must be 1 to 64 letters and digits");
  check.That(event.resource_ids.size() <= kMaxResourceIds, "resourceIds", "TOO_MANY",
             absl::StrCat("must be at most ", kMaxResourceIds));
  check.That(event.event_type != "WRITE" || event.resource_ids.size() == 1, "resourceId",
             "REQUIRED", "a write names exactly one resource");
  check.That(event.resource_version >= 0, "resourceVersion", "OUT_OF_RANGE",
             "must not be negative");
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
