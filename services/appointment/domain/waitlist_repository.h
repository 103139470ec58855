#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "services/appointment/domain/caller.h"
#include "services/appointment/domain/offer.h"
#include "services/appointment/domain/waitlist_entry.h"

namespace enlace::appointment {

// A doctor's time at which an entry was made an offer.
struct OfferedTime {
  core::Ulid practitioner_id;
  absl::Time start;
  friend bool operator==(const OfferedTime&, const OfferedTime&) = default;
};

// An entry that waits, with all that was ever offered to it.
struct WaitingEntry {
  WaitlistEntry entry;
  std::vector<OfferedTime> offered;
};

// Where the waitlist is kept. Thread-safe; each function is one transaction in the caller's tenant.
// All functions return UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED and INTERNAL.
class WaitlistRepository {
 public:
  virtual ~WaitlistRepository() = default;

  // Stores the entry unless the patient waits for the same, which is answered then, or has
  // kEntriesOfPatient live entries: nullopt. A doctor that is named by document is kept by id.
  // Entries of one patient wait for each other. ABORTED (CONCURRENT_CHANGE) while the entry of the
  // same wish is still shown by another workflow than the patient's.
  virtual absl::StatusOr<std::optional<WaitlistEntry>> Add(const Caller& caller,
                                                           const WaitlistEntry& entry) = 0;

  virtual absl::StatusOr<std::optional<WaitlistEntry>> Find(const Caller& caller,
                                                            const core::Ulid& id) = 0;

  // In the order of the queue. The filter's patient has an id.
  virtual absl::StatusOr<std::vector<WaitlistEntry>> List(const Caller& caller,
                                                          const WaitlistFilter& filter,
                                                          const std::optional<core::Ulid>& after,
                                                          int limit) = 0;

  // Ends a live entry and gives its hold up; false where there is none.
  virtual absl::StatusOr<bool> Leave(const Caller& caller, const core::Ulid& id) = 0;

  // Gives the open offer up, if `offer_id` is empty or names it, and lets the entry wait on; false
  // where there is none.
  virtual absl::StatusOr<bool> Decline(const Caller& caller, const core::Ulid& id,
                                       const std::string& offer_id) = 0;

  // Ends the offers and the wishes whose time is over.
  virtual absl::Status EndWhatIsOver(const Caller& caller) = 0;

  // Entries that wait, in the order of the queue, after the entry `after`: those whom a time of
  // this doctor around [from, to) could suit, as far as that is quickly told.
  virtual absl::StatusOr<std::vector<WaitingEntry>> Waiting(const Caller& caller,
                                                            const core::Ulid& practitioner_id,
                                                            absl::Time from, absl::Time to,
                                                            const std::optional<core::Ulid>& after,
                                                            int limit) = 0;

  // The entry, if it waits.
  virtual absl::StatusOr<std::optional<WaitingEntry>> FindWaiting(const Caller& caller,
                                                                  const core::Ulid& id) = 0;

  // Holds the time for the entry's patient and makes the entry OFFERED; false, and nothing is
  // stored, where the entry does not wait any more or the time is taken. `terms` names the hold,
  // and `offer_id` stands for it.
  virtual absl::StatusOr<bool> Offer(const Caller& caller, const WaitlistEntry& entry,
                                     const OfferTerms& terms, const std::string& offer_id) = 0;
};

// What the waitlist has to look at: a doctor's time, or an entry.
struct FreedTime {
  core::Ulid id;
  // Absent: an entry.
  std::optional<core::Ulid> practitioner_id;
  absl::Time start;
  absl::Time end;
  std::optional<core::Ulid> entry_id;
};

// Freed times of one tenant that this process alone works off; what is not settled is due again
// once the object is gone, however that comes about.
class ClaimedTimes {
 public:
  virtual ~ClaimedTimes() = default;
  virtual const std::vector<FreedTime>& times() const = 0;
  // `done`: is forgotten, or, of an entry that is live, due again after kLookAgain or when its
  // wish ends. Otherwise due again after a minute.
  virtual void Settle(const FreedTime& time, bool done) = 0;
  virtual absl::Status Commit() = 0;
};

// The queue of freed times. Thread-safe.
class FreedTimes {
 public:
  virtual ~FreedTimes() = default;

  // Tenants that have something due, who waits longest first; at most 100.
  virtual absl::StatusOr<std::vector<core::Ulid>> TenantsDue() = 0;

  // What is due of the caller's tenant, a few at a time, the oldest first; null where there is
  // nothing, or another process is at it.
  virtual absl::StatusOr<std::unique_ptr<ClaimedTimes>> Claim(const Caller& caller) = 0;
};

}  // namespace enlace::appointment
