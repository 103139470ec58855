#include "services/appointment/domain/state.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::appointment {
namespace {

struct Row {
  State state;
  std::string_view name;
  std::vector<State> next;
};

const std::array<Row, 8>& Table() {
  static const auto& table = *new std::array<Row, 8>{{
      {State::kRequested, "REQUESTED", {State::kScheduled, State::kConfirmed, State::kCancelled}},
      {State::kScheduled,
       "SCHEDULED",
       {State::kConfirmed, State::kArrived, State::kCancelled, State::kNoShow}},
      {State::kConfirmed, "CONFIRMED", {State::kArrived, State::kCancelled, State::kNoShow}},
      {State::kArrived, "ARRIVED", {State::kInProgress, State::kCancelled}},
      {State::kInProgress, "IN_PROGRESS", {State::kCompleted}},
      {State::kCompleted, "COMPLETED", {}},
      {State::kCancelled, "CANCELLED", {}},
      {State::kNoShow, "NO_SHOW", {}},
  }};
  return table;
}

const Row& RowOf(State state) { return Table()[static_cast<std::size_t>(state)]; }

std::string Names(const std::vector<State>& states) {
  std::string names;
  for (const State state : states) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", core::Absl(StateName(state)));
  }
  return names;
}

}  // namespace

std::string_view StateName(State state) { return RowOf(state).name; }

std::optional<State> ParseState(std::string_view name) {
  for (const auto& row : Table()) {
    if (row.name == name) return row.state;
  }
  return std::nullopt;
}

std::string StateNames() {
  std::vector<State> all;
  for (const auto& row : Table()) all.push_back(row.state);
  return Names(all);
}

bool IsInitial(State state) {
  return state == State::kRequested || state == State::kScheduled || state == State::kConfirmed;
}

bool IsFinal(State state) { return RowOf(state).next.empty(); }

bool CanMove(State from, State to) {
  const auto& next = RowOf(from).next;
  return from == to || std::find(next.begin(), next.end(), to) != next.end();
}

absl::Status CheckMove(State from, State to) {
  if (CanMove(from, to)) return absl::OkStatus();
  if (IsFinal(from)) return core::refusal::StateTransitionFinal(StateName(from), StateName(to));
  return core::refusal::StateTransition(StateName(from), StateName(to), Names(RowOf(from).next));
}

}  // namespace enlace::appointment
