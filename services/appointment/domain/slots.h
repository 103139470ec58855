#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/appointment/domain/availability.h"
#include "services/appointment/domain/site_clock.h"
#include "services/appointment/domain/span.h"
#include "services/appointment/domain/weekday.h"

namespace enlace::appointment {

// Why a time within a doctor's hours is not offered. A time counts under the first that holds.
enum class Removal {
  // The doctor has no hours at the site in all of the period: counts as one time.
  kNoHours,
  kHoliday,
  // The site is closed, or the doctor absent.
  kClosed,
  // What is left of the hours is shorter than the appointment with its buffers.
  kTooShort,
  // Too soon, or too far ahead, for the type of appointment.
  kNotice,
  kHorizon,
  // Booked or held.
  kTaken,
  // Every room of the site is.
  kRoom,
  // From here on: what the caller wished otherwise.
  kSite,
  kInsurer,
  kLanguage,
  kDayOfWeek,
  kPartOfDay,
};
inline constexpr std::size_t kRemovals = 13;
inline constexpr Removal kFirstWish = Removal::kSite;

// Which wishes something does not meet.
using Unmet = std::bitset<kRemovals>;

// A doctor at a site, with all that says when. What is pointed to must outlive the object.
struct Place {
  const SiteClock* clock = nullptr;
  const std::vector<AvailableTime>* hours = nullptr;
  // Of the site's country, in order.
  const std::vector<absl::CivilDay>* holidays = nullptr;
  // Beside the weekly hours, and against them. Merged.
  std::vector<Span> extra;
  std::vector<Span> closed;
  // The doctor's, at any site. Merged.
  const std::vector<Span>* busy = nullptr;
  // When each of the site's rooms is taken, where one is needed; none or null: no room is. Merged.
  const std::vector<std::vector<Span>>* rooms = nullptr;
  // Of what does not depend on the time.
  Unmet unmet;
};

// What is looked for. Seconds, where nothing else is said.
struct SlotQuery {
  // The appointment begins within [from, to).
  UnixSeconds from = 0;
  UnixSeconds to = 0;
  UnixSeconds duration = 0;
  // Of the doctor's time, before and after the appointment itself.
  UnixSeconds buffer_before = 0;
  UnixSeconds buffer_after = 0;
  // It begins no sooner, and no later.
  UnixSeconds soonest = 0;
  UnixSeconds latest = 0;
  // None: any.
  Weekdays days;
  // It begins at a local time within [day_part_start, day_part_end).
  MinuteOfDay day_part_start = 0;
  MinuteOfDay day_part_end = 24 * 60;
};

// A time at which the appointment can begin, and whose.
struct Slot {
  UnixSeconds start = 0;
  // Index among the places searched.
  std::size_t place = 0;
  friend auto operator<=>(const Slot&, const Slot&) = default;
};

// What became of every time that was looked at: candidates = free + the sum of `removed`.
struct SlotCount {
  std::int64_t candidates = 0;
  std::int64_t free = 0;
  std::array<std::int64_t, kRemovals> removed{};
  // The soonest that failed nothing but this one wish.
  std::array<std::optional<Slot>, kRemovals> nearest;
};

// Finds the free slots of some places, one period after the other.
//
// Within the hours of a doctor at a site, appointments begin at the hours' start (after the
// buffer), and then each time when the one before with its buffers would be over. Hours are what
// the site's clocks show. The appointment with its buffers lies within hours that touch, through
// midnight too.
class SlotSearch {
 public:
  // `places` must outlive the object.
  explicit SlotSearch(const std::vector<Place>& places);

  // Adds the free slots of a period, in order. Periods must follow each other.
  void Find(const SlotQuery& query, std::vector<Slot>& free);

  // Once all periods are searched.
  const SlotCount& Finish();

 private:
  struct Hours;
  void FindAt(const SlotQuery& query, std::size_t place, std::vector<Slot>& free);
  void Remove(Removal why);

  const std::vector<Place>& places_;
  std::vector<bool> has_hours_;
  SlotCount count_;
};

}  // namespace enlace::appointment
