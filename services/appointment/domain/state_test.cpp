#include "services/appointment/domain/state.h"

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <set>
#include <vector>

#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::appointment {
namespace {

using enum State;

const std::vector<State> kAll = {kRequested,  kScheduled, kConfirmed, kArrived,
                                 kInProgress, kCompleted, kCancelled, kNoShow};

const std::map<State, std::set<State>> kMoves = {
    {kRequested, {kScheduled, kConfirmed, kCancelled}},
    {kScheduled, {kConfirmed, kArrived, kCancelled, kNoShow}},
    {kConfirmed, {kArrived, kCancelled, kNoShow}},
    {kArrived, {kInProgress, kCancelled}},
    {kInProgress, {kCompleted}},
    {kCompleted, {}},
    {kCancelled, {}},
    {kNoShow, {}}};

TEST_CASE("every pair of states is judged as the table says") {
  for (const State from : kAll) {
    for (const State to : kAll) {
      CAPTURE(StateName(from), StateName(to));
      const bool possible = from == to || kMoves.at(from).count(to) > 0;
      CHECK(CanMove(from, to) == possible);
      CHECK(CheckMove(from, to).ok() == possible);
    }
  }
}

TEST_CASE("an impossible move names from, to and what is possible") {
  const auto status = CheckMove(kConfirmed, kCompleted);
  CHECK(status.code() == absl::StatusCode::kFailedPrecondition);
  CHECK(core::DetailsOf(status).reason == core::reason::kStateTransition);
  CHECK(status.message() ==
        "An appointment can't go from CONFIRMED to COMPLETED; possible from here: ARRIVED, "
        "CANCELLED, NO_SHOW.");
  CHECK(CheckMove(kCancelled, kScheduled).message() ==
        "An appointment can't go from CANCELLED to SCHEDULED: CANCELLED is final; book a new "
        "appointment instead.");
}

TEST_CASE("the names of states are read back, and nothing else is") {
  for (const State state : kAll) CHECK(ParseState(StateName(state)) == state);
  for (const char* text : {"", "scheduled", "BOOKED", "SCHEDULED "}) CHECK(!ParseState(text));
}

TEST_CASE("An appointment begins requested, scheduled or confirmed") {
  for (const State state : kAll) {
    CHECK(IsInitial(state) == (state == kRequested || state == kScheduled || state == kConfirmed));
    CHECK(IsFinal(state) == (state == kCompleted || state == kCancelled || state == kNoShow));
  }
}

}  // namespace
}  // namespace enlace::appointment
