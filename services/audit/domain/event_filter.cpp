#include "services/audit/domain/event_filter.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/clinical/rfc3339.h"
#include "libs/core/reasons.h"
#include "services/audit/domain/vocabulary.h"

namespace enlace::audit {
namespace {

using Violations = std::vector<core::Violation>;

template <typename Words>
std::optional<std::string> Word(const Words& words, std::string_view value, std::string_view field,
                                Violations& violations) {
  if (value.empty()) return std::nullopt;
  if (std::find(words.begin(), words.end(), value) == words.end()) {
    violations.push_back(core::violation::EnumValue(field, absl::StrJoin(words, ", ")));
  }
  return std::string(value);
}

std::optional<std::string> VisibleText(std::string_view value, std::string_view field,
                                       std::size_t longest, Violations& violations) {
  if (value.empty()) return std::nullopt;
  const bool visible =
      std::all_of(value.begin(), value.end(), [](char c) { return absl::ascii_isgraph(c); });
  if (!visible || value.size() > longest) {
    violations.push_back(core::violation::IdFormatVisible(field, longest));
  }
  return std::string(value);
}

std::optional<absl::Time> Time(std::string_view value, std::string_view field,
                               Violations& violations) {
  if (value.empty()) return std::nullopt;
  return clinical::ReadTime(value, field, violations);
}

}  // namespace

EventFilter ReadFilter(const FilterTexts& texts, Violations& violations) {
  EventFilter filter;
  filter.resource_type = Word(kResourceTypes, texts.resource_type, "resourceType", violations);
  if (!texts.resource_id.empty()) {
    filter.resource_id = core::Ulid::Parse(texts.resource_id);
    if (!filter.resource_id) {
      violations.push_back(core::violation::IdFormat("resourceId"));
    }
  }
  filter.actor_id = VisibleText(texts.actor_id, "actorId", 128, violations);
  filter.action = Word(kActions, texts.action, "action", violations);
  filter.event_type = Word(kEventTypes, texts.event_type, "eventType", violations);
  filter.request_id = VisibleText(texts.request_id, "requestId", 64, violations);
  filter.reason = VisibleText(texts.reason, "reason", 64, violations);
  filter.success = texts.success;
  filter.from = Time(texts.from, "from", violations);
  filter.to = Time(texts.to, "to", violations);
  if (filter.from && filter.to && *filter.from >= *filter.to) {
    violations.push_back(core::violation::TimeOrder("to", "from"));
  }
  return filter;
}

}  // namespace enlace::audit
