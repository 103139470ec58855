#include "services/appointment/domain/slot_calendar.h"

#include <algorithm>
#include <utility>

#include "libs/core/time_zone.h"

namespace enlace::appointment {
namespace {

// An appointment with its buffers reaches no further beyond its start.
constexpr absl::Duration kMargin = absl::Hours(24);

constexpr std::size_t Index(Removal removal) { return static_cast<std::size_t>(removal); }

template <typename Value>
bool Contains(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

Unmet UnmetOf(const DoctorAtSite& doctor, const SlotWish& wish) {
  Unmet unmet;
  unmet[Index(Removal::kSite)] = !doctor.site_wished;
  unmet[Index(Removal::kInsurer)] =
      wish.eps_id && !doctor.insurers.empty() && !Contains(doctor.insurers, *wish.eps_id);
  unmet[Index(Removal::kLanguage)] =
      !wish.language.empty() && !Contains(doctor.languages, wish.language);
  return unmet;
}

bool Concerns(const ScheduleException& exception, const DoctorAtSite& doctor) {
  return (!exception.practitioner_id || *exception.practitioner_id == doctor.practitioner_id) &&
         (!exception.location_id || *exception.location_id == doctor.location_id);
}

// Empties all values and answers their keys.
template <typename Value>
std::vector<core::Ulid> Cleared(std::map<core::Ulid, Value>& values) {
  std::vector<core::Ulid> keys;
  keys.reserve(values.size());
  for (auto& [key, value] : values) {
    keys.push_back(key);
    value.clear();
  }
  return keys;
}

Span SpanOf(const ScheduleException& exception) {
  return {absl::ToUnixSeconds(exception.start), absl::ToUnixSeconds(exception.end)};
}

}  // namespace

absl::StatusOr<std::unique_ptr<SlotCalendar>> SlotCalendar::Read(
    SlotRepository& repository, const Caller& caller, const SlotWish& wish, bool in_person,
    std::vector<DoctorAtSite> doctors, absl::Time from, absl::Time to) {
  std::unique_ptr<SlotCalendar> calendar(new SlotCalendar(std::move(doctors)));
  const auto exceptions = repository.Exceptions(caller, from - kMargin, to + kMargin);
  if (!exceptions.ok()) return exceptions.status();
  const auto utc = absl::UTCTimeZone();
  // A local day may lie a day beside that of UTC.
  auto holidays =
      repository.Holidays(caller, absl::ToCivilDay(from, utc) - 2, absl::ToCivilDay(to, utc) + 2);
  if (!holidays.ok()) return holidays.status();
  calendar->holidays_ = *std::move(holidays);
  calendar->AddPlaces(wish, in_person, *exceptions, from, to);
  return calendar;
}

void SlotCalendar::AddPlaces(const SlotWish& wish, bool in_person,
                             const std::vector<ScheduleException>& exceptions, absl::Time from,
                             absl::Time to) {
  places_.reserve(doctors_.size());
  for (const auto& doctor : doctors_) {
    const auto clock = clocks_
                           .try_emplace(doctor.time_zone, core::ZoneOrUtc(doctor.time_zone),
                                        absl::ToUnixSeconds(from - 2 * kMargin),
                                        absl::ToUnixSeconds(to + 2 * kMargin))
                           .first;
    Place place{.clock = &clock->second,
                .hours = &doctor.hours,
                .holidays = &holidays_[doctor.country],
                .busy = &busy_[doctor.practitioner_id],
                .rooms = in_person && doctor.has_rooms ? &rooms_[doctor.location_id] : nullptr};
    for (const auto& exception : exceptions) {
      if (!Concerns(exception, doctor)) continue;
      auto& spans = exception.kind == ScheduleException::Kind::kOpen ? place.extra : place.closed;
      spans.push_back(SpanOf(exception));
    }
    place.extra = Merged(std::move(place.extra));
    place.closed = Merged(std::move(place.closed));
    place.unmet = UnmetOf(doctor, wish);
    places_.push_back(std::move(place));
  }
}

absl::Status SlotCalendar::ReadBusyTimes(SlotRepository& repository, const Caller& caller,
                                         absl::Time from, absl::Time to) {
  auto busy = repository.BusyTimes(caller, Cleared(busy_), from - kMargin, to + kMargin);
  if (!busy.ok()) return busy.status();
  for (auto& [id, spans] : *busy) busy_[id] = std::move(spans);
  if (rooms_.empty()) return absl::OkStatus();
  auto rooms = repository.RoomTimes(caller, Cleared(rooms_), from - kMargin, to + kMargin);
  if (!rooms.ok()) return rooms.status();
  for (auto& [id, spans] : *rooms) rooms_[id] = std::move(spans);
  return absl::OkStatus();
}

bool SlotCalendar::one_place() const {
  return std::count_if(places_.begin(), places_.end(),
                       [](const Place& place) { return place.unmet.none(); }) <= 1;
}

}  // namespace enlace::appointment
