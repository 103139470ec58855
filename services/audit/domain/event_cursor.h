#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::audit {

// The last event of a page; the next page holds what is older. Equal times are told apart by id.
struct EventCursor {
  absl::Time occurred_at;
  core::Ulid id;

  // Microseconds since 1970, a dot, the ULID: "1764597600000000.01J…".
  std::string ToText() const;
  // nullopt on every other text.
  static std::optional<EventCursor> Parse(std::string_view text);
};

}  // namespace enlace::audit
