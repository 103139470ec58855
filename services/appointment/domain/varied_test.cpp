#include "services/appointment/domain/varied.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace enlace::appointment {
namespace {

// Slots as "day part place": the place is the doctor's and the site's.
struct Choice {
  int day;
  int part;
  std::size_t place;
};

std::string Pick(const std::vector<Choice>& choices, std::size_t most, bool one_place = false,
                 bool* complete = nullptr) {
  const core::Ulid ids[] = {*core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
                            *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAW"),
                            *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAX")};
  std::vector<Slot> free;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    free.push_back({static_cast<UnixSeconds>(i), choices[i].place});
  }
  const auto varied = PickVaried(free, most, one_place, [&](const Slot& slot) {
    const auto& choice = choices[static_cast<std::size_t>(slot.start)];
    return SlotTraits{absl::CivilDay(2026, 12, choice.day), choice.part, ids[choice.place], ids[0]};
  });
  if (complete != nullptr) *complete = varied.complete;
  std::string text;
  for (const auto& slot : varied.slots) text += std::to_string(slot.start) + " ";
  return text;
}

TEST_CASE("offers are the soonest, another time, another place") {
  bool complete = false;
  CHECK(Pick({{1, 0, 0}, {1, 0, 0}, {1, 0, 1}, {1, 1, 0}, {1, 1, 2}, {2, 0, 0}}, 3, false,
             &complete) == "0 2 3 ");
  CHECK(complete);
  CHECK(Pick({{1, 0, 0}, {1, 0, 0}, {2, 0, 0}, {3, 0, 1}}, 3, false, &complete) == "0 2 3 ");
  CHECK(complete);
}

TEST_CASE("of one doctor at one site the times vary") {
  bool complete = false;
  CHECK(Pick({{1, 0, 0}, {1, 0, 0}, {1, 1, 0}, {2, 0, 0}, {3, 0, 0}}, 3, true, &complete) ==
        "0 2 3 ");
  CHECK(complete);
}

TEST_CASE("where nothing varies, the soonest that are left are offered") {
  bool complete = true;
  CHECK(Pick({{1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}}, 3, false, &complete) == "0 1 2 ");
  CHECK_FALSE(complete);
  CHECK(Pick({{1, 0, 0}, {1, 0, 0}, {2, 0, 0}}, 3, false, &complete) == "0 1 2 ");
  CHECK_FALSE(complete);
  CHECK(Pick({{1, 0, 0}}, 3, false, &complete) == "0 ");
  CHECK_FALSE(complete);
  CHECK(Pick({}, 3, false, &complete).empty());
  CHECK_FALSE(complete);
}

TEST_CASE("more than three go on in turn") {
  CHECK(Pick({{1, 0, 0}, {1, 1, 0}, {1, 0, 1}, {1, 2, 0}, {1, 0, 2}, {2, 0, 0}}, 5) ==
        "0 1 2 3 4 ");
}

}  // namespace
}  // namespace enlace::appointment
