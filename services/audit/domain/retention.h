#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace enlace::audit {

// For how many years records can be kept: the classes of audit_events.
inline constexpr std::array<int, 4> kRetentionYears = {6, 10, 15, 30};
// Of a tenant that chose nothing.
inline constexpr int kDefaultRetentionYears = 6;

// Records that happen from then on are kept for so many years.
struct RetentionChoice {
  int years = kDefaultRetentionYears;
  // A start of a day, UTC.
  absl::Time effective_from;
};

// How long a tenant's records are kept.
struct Retention {
  // A record that happens now.
  int years = kDefaultRetentionYears;
  // Absent when that is nobody's choice.
  std::optional<absl::Time> effective_from;
  // What was chosen last, while it does not hold yet.
  std::optional<RetentionChoice> next;
};

// What holds at `now` by a tenant's choices, the oldest first.
Retention RetentionAt(const std::vector<RetentionChoice>& choices, absl::Time now);

// The choice of `years`, one of kRetentionYears, that follows `choices`: effective at the start of
// a day that is an hour away at least, and after that of the last choice. So the class of an event
// that may be stored already never changes. Absent when that is what was chosen last.
// FAILED_PRECONDITION (RETENTION_SHORTER) when it is less.
absl::StatusOr<std::optional<RetentionChoice>> Lengthen(const std::vector<RetentionChoice>& choices,
                                                        int years, absl::Time now);

}  // namespace enlace::audit
