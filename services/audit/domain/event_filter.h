#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/error.h"
#include "libs/core/ulid.h"

namespace enlace::audit {

// What a caller asked for, as it was sent; an empty text is no condition.
struct FilterTexts {
  std::string_view resource_type;
  std::string_view resource_id;
  std::string_view actor_id;
  std::string_view action;
  std::string_view event_type;
  std::string_view request_id;
  std::string_view from;
  std::string_view to;
  std::string_view reason;
  std::optional<bool> success;
};

// Conditions that all hold for a listed event; absent: any.
struct EventFilter {
  std::optional<std::string> resource_type;
  // The event names this resource, alone or among others.
  std::optional<core::Ulid> resource_id;
  std::optional<std::string> actor_id;
  std::optional<std::string> action;
  std::optional<std::string> event_type;
  std::optional<std::string> request_id;
  // Inclusive.
  std::optional<absl::Time> from;
  // Exclusive.
  std::optional<absl::Time> to;
  std::optional<std::string> reason;
  std::optional<bool> success;
};

// Reads every condition and adds a violation for each that can't be met by any event: unknown
// words, a resource id that is no ULID, times that are not RFC 3339 with an offset, `from` that is
// not before `to`. Ids of actors are opaque: 1 to 128 visible characters. So are reasons: a new one
// must be found by who has not heard of it.
EventFilter ReadFilter(const FilterTexts& texts, std::vector<core::Violation>& violations);

}  // namespace enlace::audit
