#include "services/audit/domain/retention.h"

#include <algorithm>

#include "libs/core/reasons.h"

namespace enlace::audit {
namespace {

// The clocks of the services, and the time that a choice takes to be committed, differ by less.
constexpr absl::Duration kAhead = absl::Hours(1);
constexpr absl::Duration kDay = absl::Hours(24);  // UTC has no other

absl::Time StartOfNextDay(absl::Time time) {
  return absl::FromCivil(absl::ToCivilDay(time, absl::UTCTimeZone()) + 1, absl::UTCTimeZone());
}

}  // namespace

Retention RetentionAt(const std::vector<RetentionChoice>& choices, absl::Time now) {
  Retention retention;
  for (const auto& choice : choices) {
    if (choice.effective_from <= now) {
      retention.years = choice.years;
      retention.effective_from = choice.effective_from;
    } else {
      retention.next = choice;
    }
  }
  return retention;
}

absl::StatusOr<std::optional<RetentionChoice>> Lengthen(const std::vector<RetentionChoice>& choices,
                                                        int years, absl::Time now) {
  const int last = choices.empty() ? kDefaultRetentionYears : choices.back().years;
  if (years < last) return core::refusal::RetentionShorter(last);
  if (years == last) return std::nullopt;
  auto from = StartOfNextDay(now + kAhead);
  if (!choices.empty()) from = std::max(from, choices.back().effective_from + kDay);
  return RetentionChoice{.years = years, .effective_from = from};
}

}  // namespace enlace::audit
