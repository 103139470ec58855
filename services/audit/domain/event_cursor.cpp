#include "services/audit/domain/event_cursor.h"

#include <charconv>
#include <cstdint>

#include "absl/strings/str_cat.h"

namespace enlace::audit {

std::string EventCursor::ToText() const {
  return absl::StrCat(absl::ToUnixMicros(occurred_at), ".", id.ToString());
}

std::optional<EventCursor> EventCursor::Parse(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::int64_t micros = 0;
  if (std::from_chars(text.data(), text.data() + dot, micros).ec != std::errc()) {
    return std::nullopt;
  }
  const auto id = core::Ulid::Parse(text.substr(dot + 1));
  if (!id) return std::nullopt;
  const EventCursor cursor{absl::FromUnixMicros(micros), *id};
  // One spelling only: no signs, leading zeros or lower case.
  if (cursor.ToText() != text) return std::nullopt;
  return cursor;
}

}  // namespace enlace::audit
