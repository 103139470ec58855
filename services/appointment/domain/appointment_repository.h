#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/appointment/domain/appointment.h"
#include "services/appointment/domain/appointment_filter.h"
#include "services/appointment/domain/booking.h"
#include "services/appointment/domain/caller.h"
#include "services/appointment/domain/change.h"

namespace enlace::appointment {

// What a booking's doctor and site turned out to be.
struct DoctorAndSite {
  bool doctor_found = false;
  bool doctor_active = false;
  // The site named, or the doctor's or the tenant's main one, which is active then.
  std::optional<Site> site;
  // False: a room was named that is no active one of the site.
  bool room_found = true;
};

// What became of a booking.
struct BookingOutcome {
  DoctorAndSite found;
  // An appointment, whatever became of it, was booked by the same offer.
  bool offer_used = false;
  // The doctor was free, and no room was.
  bool room_taken = false;
  // Absent when the offer is used, when the doctor or the site can't be booked, or, where they can,
  // when the time is taken.
  std::optional<Appointment> booked;
};

// Where appointments are kept. Each function is one transaction in the caller's tenant: rows of
// other tenants do not exist for it. Implementations are thread-safe. Besides what is named, all
// functions return UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED and INTERNAL.
class AppointmentRepository {
 public:
  // What is locked while a change is worked out.
  struct Locked {
    Appointment appointment;
    // The site that the change names; absent where there is none.
    std::optional<Site> site;
    // Of the appointment itself; the doctor's is known only where the change takes time.
    bool doctor_deleted = false;
    bool site_deleted = false;
  };
  // What becomes of the appointment; an error leaves it as it was, and is returned.
  using Worker = std::function<absl::StatusOr<Appointment>(const Locked& locked)>;
  // What a change needs beside the appointment.
  struct Needs {
    // The doctor's other reschedules must wait.
    bool takes_time = false;
    std::optional<core::Ulid> site;
  };

  virtual ~AppointmentRepository() = default;

  // Finds doctor and site without storing anything.
  virtual absl::StatusOr<DoctorAndSite> FindDoctorAndSite(const Caller& caller,
                                                          const Booking& booking) = 0;

  // Finds doctor and site and stores the appointment, unless the doctor has another one then, or
  // no room is free where one is needed: of any number of racers for a time exactly one is booked.
  // With an overbook_reason the doctor's time is taken all the same. `before_commit` is run when
  // all is stored but for the commit, and racers for the time wait; its error undoes the booking
  // and is returned. It may be run again after a deadlock.
  using BeforeCommit = std::function<absl::Status()>;
  virtual absl::StatusOr<BookingOutcome> Book(const Caller& caller, const Booking& booking,
                                              const BeforeCommit& before_commit) = 0;
  absl::StatusOr<BookingOutcome> Book(const Caller& caller, const Booking& booking) {
    return Book(caller, booking, nullptr);
  }

  // A live appointment; nullopt where there is none.
  virtual absl::StatusOr<std::optional<Appointment>> Find(const Caller& caller,
                                                          const core::Ulid& id) = 0;

  // Live appointments in the filter's order, after `after`, at most `limit`. A patient must be
  // named by id.
  virtual absl::StatusOr<std::vector<Appointment>> List(
      const Caller& caller, const AppointmentFilter& filter,
      const std::optional<AppointmentCursor>& after, int limit) = 0;

  // Locks a live appointment and stores what `worker` answers, deletion included; nothing is
  // written when that is the same. NOT_FOUND; FAILED_PRECONDITION (ETAG_MISMATCH) by the caller's
  // if_match; ALREADY_EXISTS (SLOT_TAKEN, ROOM_TAKEN) when the
  // doctor has another appointment at the new time, or no room is free; INVALID_ARGUMENT
  // (ROOM_NOT_FOUND). May run the worker again after a deadlock.
  virtual absl::StatusOr<Appointment> Update(const Caller& caller, const core::Ulid& id,
                                             const Needs& needs, const Worker& worker) = 0;
};

// ALREADY_EXISTS (SLOT_TAKEN; ROOM_TAKEN, of a room that was named or of all).
absl::Status SlotTaken();
absl::Status RoomTaken(bool named);

}  // namespace enlace::appointment
