#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace enlace::appointment {

// Where an appointment stands. FHIR R4 Appointment.status in brackets.
enum class State {
  kRequested,   // asked for, nobody has accepted it yet   [proposed, pending]
  kScheduled,   // accepted, the time is taken             [booked]
  kConfirmed,   // the patient has said that it will come  [booked]
  kArrived,     // the patient is there                    [arrived, checked-in]
  kInProgress,  // the doctor has begun                    [fulfilled, Encounter in-progress]
  kCompleted,   // final                                   [fulfilled]
  kCancelled,   // final; the time is free                 [cancelled]
  kNoShow,      // final; the time is free                 [noshow]
};

std::string_view StateName(State state);

// REQUESTED, SCHEDULED, …; nullopt for anything else.
std::optional<State> ParseState(std::string_view name);

// All names, joined by ", ".
std::string StateNames();

// Whether an appointment may begin in this state: REQUESTED, SCHEDULED or CONFIRMED.
bool IsInitial(State state);

// Whether no move leads out of it.
bool IsFinal(State state);

// The moves:
//   REQUESTED    SCHEDULED, CONFIRMED, CANCELLED
//   SCHEDULED    CONFIRMED, ARRIVED, CANCELLED, NO_SHOW
//   CONFIRMED    ARRIVED, CANCELLED, NO_SHOW
//   ARRIVED      IN_PROGRESS, CANCELLED
//   IN_PROGRESS  COMPLETED
// A state to itself is no move and always allowed. Two choices follow FHIR R4: who has arrived
// can't be a no-show any more ("did not appear"), who leaves before being seen is CANCELLED; and
// what was cancelled or missed is booked anew, not revived, because its time may be taken. A
// confirmation is not taken back to SCHEDULED: HL7 v2 (SCH-25) knows no such event either.
bool CanMove(State from, State to);

// OK, or FAILED_PRECONDITION (STATE_TRANSITION) that names from, to and what is possible.
absl::Status CheckMove(State from, State to);

}  // namespace enlace::appointment
