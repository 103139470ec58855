#include "libs/usage/request_counter.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>
#include <vector>

namespace enlace::usage {
namespace {

const auto kAlpha = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");
const auto kBeta = *core::Ulid::Parse("01BX5ZZKBKACTAV9WEVGEMMVRZ");

absl::Time Utc(int day, int hour, int minute, int second = 0) {
  return absl::FromCivil(absl::CivilSecond(2026, 12, day, hour, minute, second),
                         absl::UTCTimeZone());
}

RequestsByDay Take(RequestCounter& counter) {
  RequestsByDay counts;
  counter.TakeInto(counts);
  return counts;
}

TEST_CASE("calls of many threads are counted exactly, also while they are taken") {
  RequestCounter counter;
  constexpr int kThreads = 40, kCalls = 20'000;
  std::atomic<int> left = kThreads;
  std::vector<std::thread> callers;
  for (int i = 0; i < kThreads; ++i) {
    callers.emplace_back([&counter, &left, i] {
      for (int call = 0; call < kCalls; ++call) {
        counter.Add(i % 2 == 0 ? kAlpha : kBeta, "UTC", Utc(1 + call % 3, 12, 0));
      }
      --left;
    });
  }
  RequestsByDay counts;
  while (left > 0) counter.TakeInto(counts);
  for (auto& caller : callers) caller.join();
  counter.TakeInto(counts);

  std::int64_t alpha = 0, beta = 0;
  for (const auto& [key, count] : counts) (key.first == kAlpha ? alpha : beta) += count;
  CHECK(counts.size() == 6);
  CHECK(alpha == kThreads / 2 * kCalls);
  CHECK(beta == kThreads / 2 * kCalls);
}

TEST_CASE("what was taken is not taken again, and adds to what is there") {
  RequestCounter counter;
  counter.Add(kAlpha, "UTC", Utc(1, 12, 0));
  RequestsByDay counts{{{kAlpha, absl::CivilDay(2026, 12, 1)}, 5}};
  counter.TakeInto(counts);
  CHECK(counts == RequestsByDay{{{kAlpha, absl::CivilDay(2026, 12, 1)}, 6}});
  CHECK(Take(counter).empty());
  CHECK(Take(counter).empty());
  counter.Add(kAlpha, "UTC", Utc(1, 12, 0));
  CHECK(Take(counter) == RequestsByDay{{{kAlpha, absl::CivilDay(2026, 12, 1)}, 1}});
}

TEST_CASE("a call belongs to the day of the tenant's own clocks") {
  RequestCounter counter;
  struct Case {
    const char* zone;
    absl::Time last_of_first;
  };
  for (const auto& [zone, last] :
       {Case{"UTC", Utc(1, 23, 59, 59)}, Case{"America/Bogota", Utc(2, 4, 59, 59)},
        Case{"Asia/Kolkata", Utc(1, 18, 29, 59)}, Case{"Asia/Kathmandu", Utc(1, 18, 14, 59)}}) {
    INFO(zone);
    counter.Add(kAlpha, zone, last);
    counter.Add(kAlpha, zone, last + absl::Seconds(1));
    counter.Add(kAlpha, zone, last + absl::Hours(24));
    CHECK(Take(counter) == RequestsByDay{{{kAlpha, absl::CivilDay(2026, 12, 1)}, 1},
                                         {{kAlpha, absl::CivilDay(2026, 12, 2)}, 2}});
  }
}

}  // namespace
}  // namespace enlace::usage
