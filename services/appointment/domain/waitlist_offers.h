#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/core/clock.h"
#include "services/appointment/domain/slot_finder.h"
#include "services/appointment/domain/slot_repository.h"
#include "services/appointment/domain/waitlist_repository.h"

namespace enlace::appointment {

// Offers free time to those who wait for it, in the order of the queue. Thread-safe.
//
// Whoever was offered a time once (the same doctor, the same start) is passed over for it, and
// keeps the place for others.
class WaitlistOffers {
 public:
  // All must outlive the object.
  WaitlistOffers(FreedTimes& freed, WaitlistRepository& waitlist, SlotFinder& finder,
                 SlotRepository& slots, const OfferIds& offer_ids, const core::Clock& clock);

  // Asked before each tenant and each freed time: whether to leave the rest for later.
  using Stopping = absl::FunctionRef<bool()>;

  // Works off a few freed times of each tenant that has some due, for a few seconds each. True
  // where more may be due. What failed stays due; the status is that of the queue itself.
  absl::StatusOr<bool> WorkOff(Stopping stopping = [] { return false; });

 private:
  absl::StatusOr<bool> WorkOff(const core::Ulid& tenant_id, Stopping stopping);
  absl::Status Look(const Caller& caller, const FreedTime& time);
  // Offers a doctor's time as long as something of it is free.
  absl::Status OfferTime(const Caller& caller, const core::Ulid& practitioner_id, const Span& time);
  // Finds time for an entry, and offers it to whoever is the first to want it.
  absl::Status OfferTo(const Caller& caller, const core::Ulid& entry_id);
  absl::StatusOr<std::optional<SlotOffer>> TimeFor(const Caller& caller,
                                                   const WaitingEntry& waiting,
                                                   const std::optional<core::Ulid>& doctor,
                                                   const std::optional<Span>& near);
  absl::StatusOr<bool> IsFree(const Caller& caller, const core::Ulid& practitioner_id,
                              const Span& time);
  absl::StatusOr<bool> Offer(const Caller& caller, const WaitlistEntry& entry,
                             const SlotOffer& slot);

  FreedTimes& freed_;
  WaitlistRepository& waitlist_;
  SlotFinder& finder_;
  SlotRepository& slots_;
  const OfferIds& offer_ids_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment
