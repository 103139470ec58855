#include "services/appointment/domain/slots.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <numeric>
#include <random>
#include <string>

#include "libs/core/time_zone.h"
#include "services/appointment/domain/slots_reference.h"

namespace enlace::appointment {
namespace {

constexpr UnixSeconds kMinute = 60;
constexpr UnixSeconds kDay = 86'400;

UnixSeconds LocalTime(const char* zone, absl::CivilSecond time) {
  return absl::ToUnixSeconds(absl::FromCivil(time, core::ZoneOrUtc(zone)));
}

// A doctor at a site whose hours the tests set, in the week of Monday, 30 November 2026.
struct Site {
  explicit Site(const char* zone = "America/Bogota")
      : zone_name(zone),
        from(LocalTime(zone, absl::CivilSecond(2026, 11, 30))),
        clock(core::ZoneOrUtc(zone), from - 30 * kDay, from + 60 * kDay) {}

  UnixSeconds On(int day, int hour, int minute = 0) const {
    return LocalTime(zone_name, absl::CivilSecond(2026, 11, 29 + day, hour, minute));
  }

  Place place() const {
    Place made{.clock = &clock, .hours = &hours, .holidays = &holidays};
    made.extra = extra;
    made.closed = closed;
    made.busy = &busy;
    made.rooms = &rooms;
    return made;
  }

  const char* zone_name;
  UnixSeconds from;
  SiteClock clock;
  std::vector<AvailableTime> hours = {
      {.days = {absl::Weekday::monday}, .start = 8 * 60, .end = 12 * 60}};
  std::vector<absl::CivilDay> holidays;
  std::vector<Span> extra;
  std::vector<Span> closed;
  std::vector<Span> busy;
  std::vector<std::vector<Span>> rooms;
};

SlotQuery Week(const Site& site, int minutes = 60) {
  return {.from = site.from,
          .to = site.from + 7 * kDay,
          .duration = minutes * kMinute,
          .soonest = site.from,
          .latest = site.from + 365 * kDay};
}

struct Found {
  std::vector<Slot> free;
  SlotCount count;

  std::int64_t Removed(Removal why) const { return count.removed[static_cast<std::size_t>(why)]; }
  // "1T08:00 1T09:00": day of the week's period and local time.
  std::string Times(const Site& site) const {
    std::string text;
    for (const auto& slot : free) {
      const auto shown = site.clock.At(slot.start);
      if (!text.empty()) text += ' ';
      text += absl::FormatCivilTime(absl::CivilMinute(shown)).substr(8);
    }
    return text;
  }
};

Found Find(const std::vector<Place>& places, const SlotQuery& query) {
  Found found;
  SlotSearch search(places);
  search.Find(query, found.free);
  found.count = search.Finish();
  return found;
}

void CheckSum(const SlotCount& count) {
  CHECK(count.candidates ==
        count.free + std::accumulate(count.removed.begin(), count.removed.end(), std::int64_t{0}));
}

TEST_CASE("appointments stand side by side within the hours") {
  Site site;
  CHECK(Find({site.place()}, Week(site)).Times(site) == "30T08:00 30T09:00 30T10:00 30T11:00");
  const auto long_ones = Find({site.place()}, Week(site, 90));
  CHECK(long_ones.Times(site) == "30T08:00 30T09:30");
  CHECK(long_ones.Removed(Removal::kTooShort) == 1);
  CheckSum(long_ones.count);

  auto query = Week(site, 50);
  query.buffer_before = 5 * kMinute;
  query.buffer_after = 10 * kMinute;
  CHECK(Find({site.place()}, query).Times(site) == "30T08:05 30T09:10 30T10:15");
}

TEST_CASE("a period begins and ends where it says, and does not move the appointments") {
  Site site;
  auto query = Week(site);
  query.from = site.On(1, 8, 1);
  query.to = site.On(1, 11);
  CHECK(Find({site.place()}, query).Times(site) == "30T09:00 30T10:00");
}

TEST_CASE("hours that touch are one, through midnight too") {
  Site site;
  site.hours = {{.days = {absl::Weekday::monday}, .start = 22 * 60, .end = 24 * 60},
                {.days = {absl::Weekday::tuesday}, .start = 0, .end = 90}};
  CHECK(Find({site.place()}, Week(site, 50)).Times(site) == "30T22:00 30T22:50 30T23:40 01T00:00");
  site.hours[1].start = 1;
  CHECK(Find({site.place()}, Week(site, 50)).Times(site) == "30T22:00 30T22:50 01T00:01");
}

TEST_CASE("each rule removes its own, and everything is counted") {
  Site site;
  auto query = Week(site);
  Unmet unmet;
  const auto found = [&] {
    auto place = site.place();
    place.unmet = unmet;
    auto result = Find({place}, query);
    CheckSum(result.count);
    CHECK(result.count.free == static_cast<std::int64_t>(result.free.size()));
    return result;
  };
  SECTION("none") { CHECK(found().count.candidates == 4); }
  SECTION("no hours") {
    site.hours.clear();
    CHECK(found().Removed(Removal::kNoHours) == 1);
  }
  SECTION("hours of another time of the year") {
    site.hours[0].effective_to = absl::CivilDay(2026, 11, 29);
    CHECK(found().Removed(Removal::kNoHours) == 1);
    site.hours[0].effective_to = absl::CivilDay(2026, 11, 30);
    site.hours[0].effective_from = absl::CivilDay(2026, 11, 30);
    CHECK(found().count.free == 4);
  }
  SECTION("a holiday") {
    site.holidays = {absl::CivilDay(2026, 11, 30)};
    CHECK(found().Removed(Removal::kHoliday) == 4);
    site.hours[0].on_holidays = true;
    CHECK(found().count.free == 4);
  }
  SECTION("extra hours on a holiday") {
    site.holidays = {absl::CivilDay(2026, 11, 30)};
    site.extra = {{site.On(1, 9), site.On(1, 10)}};
    CHECK(found().Times(site) == "30T09:00");
    CHECK(found().Removed(Removal::kHoliday) == 3);
  }
  SECTION("extra hours that overlap the weekly ones") {
    site.extra = {{site.On(1, 11), site.On(1, 14)}};
    CHECK(found().Times(site) == "30T08:00 30T09:00 30T10:00 30T11:00 30T12:00 30T13:00");
  }
  SECTION("an absence") {
    site.closed = {{site.On(1, 9, 30), site.On(1, 10, 30)}};
    CHECK(found().Times(site) == "30T08:00 30T11:00");
    CHECK(found().Removed(Removal::kClosed) == 2);
  }
  SECTION("taken, adjacent times stay free") {
    site.busy = {{site.On(1, 9), site.On(1, 10)}};
    CHECK(found().Times(site) == "30T08:00 30T10:00 30T11:00");
    query.buffer_after = 5 * kMinute;
    CHECK(found().Times(site) == "30T10:10");
    CHECK(found().Removed(Removal::kTaken) == 2);
  }
  SECTION("no room is free throughout") {
    site.rooms = {{{site.On(1, 9), site.On(1, 9, 30)}, {site.On(1, 11), site.On(1, 12)}},
                  {{site.On(1, 9, 30), site.On(1, 10)}}};
    CHECK(found().Times(site) == "30T08:00 30T10:00 30T11:00");
    CHECK(found().Removed(Removal::kRoom) == 1);
    site.rooms.emplace_back();
    CHECK(found().count.free == 4);
  }
  SECTION("notice and horizon") {
    query.soonest = site.On(1, 9);
    query.latest = site.On(1, 10);
    CHECK(found().Times(site) == "30T09:00 30T10:00");
    CHECK(found().Removed(Removal::kNotice) == 1);
    CHECK(found().Removed(Removal::kHorizon) == 1);
  }
  SECTION("day of the week") {
    query.days.set(static_cast<std::size_t>(absl::Weekday::tuesday));
    CHECK(found().Removed(Removal::kDayOfWeek) == 4);
    CHECK(found().count.nearest[static_cast<std::size_t>(Removal::kDayOfWeek)]->start ==
          site.On(1, 8));
  }
  SECTION("part of the day") {
    query.day_part_start = 9 * 60;
    query.day_part_end = 11 * 60;
    CHECK(found().Times(site) == "30T09:00 30T10:00");
    CHECK(found().Removed(Removal::kPartOfDay) == 2);
  }
  SECTION("a wish that the place does not meet, and one that the time does not: no relaxation") {
    unmet.set(static_cast<std::size_t>(Removal::kInsurer));
    CHECK(found().Removed(Removal::kInsurer) == 4);
    CHECK(found().count.nearest[static_cast<std::size_t>(Removal::kInsurer)]->start ==
          site.On(1, 8));
    query.days.set(static_cast<std::size_t>(absl::Weekday::tuesday));
    CHECK(found().Removed(Removal::kInsurer) == 4);
    CHECK_FALSE(found().count.nearest[static_cast<std::size_t>(Removal::kInsurer)].has_value());
  }
}

TEST_CASE("search finds what a minute-by-minute search finds, over random calendars") {
  const auto seed = GENERATE(range(0u, 120u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto pick = [&random](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  struct Zone {
    const char* name;
    absl::CivilDay around;
  };
  const Zone zones[] = {{"America/Bogota", absl::CivilDay(2026, 12, 1)},
                        {"America/New_York", absl::CivilDay(2026, 3, 8)},
                        {"America/New_York", absl::CivilDay(2026, 11, 1)},
                        {"America/Santiago", absl::CivilDay(2026, 9, 6)},
                        {"America/Santiago", absl::CivilDay(2026, 4, 5)},
                        {"Australia/Lord_Howe", absl::CivilDay(2026, 4, 5)},
                        {"Australia/Lord_Howe", absl::CivilDay(2026, 10, 4)}};
  const auto& zone = zones[pick(0, 6)];
  const auto middle = LocalTime(zone.name, absl::CivilSecond(zone.around));
  const auto minute_near = [&] { return middle + pick(-4 * 1440, 4 * 1440) * kMinute; };
  const auto spans = [&](int most, int longest) {
    std::vector<Span> made;
    for (int i = pick(0, most); i > 0; --i) {
      const auto start = minute_near();
      made.push_back({start, start + pick(1, longest) * kMinute});
    }
    return Merged(made);
  };

  const SiteClock clock(core::ZoneOrUtc(zone.name), middle - 9 * kDay, middle + 9 * kDay);
  std::vector<std::vector<AvailableTime>> hours(3);
  std::vector<std::vector<Span>> busy(3);
  std::vector<absl::CivilDay> holidays;
  if (pick(0, 1)) holidays.push_back(zone.around + pick(-2, 2));
  for (int i = 0; i < 3; ++i) {
    // Apart from each other on each day.
    for (int start = pick(0, 600); start < 1440 && pick(0, 3) > 0;) {
      const int end = std::min(1440, start + pick(10, 700));
      AvailableTime time{.start = start, .end = end, .on_holidays = pick(0, 2) == 0};
      for (int day = 0; day < 7; ++day) {
        if (pick(0, 2) > 0) time.days.push_back(static_cast<absl::Weekday>(day));
      }
      if (pick(0, 4) == 0) time.effective_from = zone.around + pick(-2, 2);
      if (pick(0, 4) == 0) time.effective_to = zone.around + pick(-2, 2);
      hours[i].push_back(time);
      start = end + (pick(0, 1) ? 0 : pick(1, 300));
    }
    busy[i] = spans(12, 120);
  }
  std::vector<std::vector<std::vector<Span>>> rooms(3);
  std::vector<Place> places(3);
  for (int i = 0; i < 3; ++i) {
    places[i] = {.clock = &clock, .hours = &hours[i], .holidays = &holidays};
    places[i].extra = spans(2, 300);
    places[i].closed = spans(2, 900);
    places[i].busy = &busy[i];
    for (int room = pick(0, 3); room > 0; --room) rooms[i].push_back(spans(12, 240));
    if (pick(0, 1)) places[i].rooms = &rooms[i];
    if (pick(0, 3) == 0) places[i].unmet.set(static_cast<std::size_t>(Removal::kInsurer));
    if (pick(0, 3) == 0) places[i].unmet.set(static_cast<std::size_t>(Removal::kLanguage));
  }
  SlotQuery query{.from = minute_near(), .duration = pick(5, 120) * kMinute};
  query.to = query.from + pick(10, 3 * 1440) * kMinute;
  query.buffer_before = pick(0, 2) * 5 * kMinute;
  query.buffer_after = pick(0, 2) * 5 * kMinute;
  query.soonest = pick(0, 3) ? query.from : minute_near();
  query.latest = pick(0, 3) ? query.to : minute_near();
  if (pick(0, 2) == 0) query.days = Weekdays(static_cast<unsigned>(pick(1, 127)));
  if (pick(0, 2) == 0) {
    query.day_part_start = pick(0, 1200);
    query.day_part_end = query.day_part_start + pick(1, 240);
  }

  const auto expected = FindMinuteByMinute(places, core::ZoneOrUtc(zone.name), query);
  const auto found = Find(places, query);
  CHECK(found.free == expected.free);
  CHECK(found.count.removed == expected.count.removed);
  CHECK(found.count.nearest == expected.count.nearest);
  CheckSum(found.count);

  // In two periods, the same.
  Found parts;
  SlotSearch search(places);
  auto first = query, second = query;
  first.to = second.from = query.from + (query.to - query.from) / 2;
  search.Find(first, parts.free);
  search.Find(second, parts.free);
  parts.count = search.Finish();
  CHECK(parts.free == expected.free);
  CHECK(parts.count.removed == expected.count.removed);
}

}  // namespace
}  // namespace enlace::appointment
