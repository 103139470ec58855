#pragma once

#include <optional>

#include "absl/status/status.h"
#include "libs/core/clock.h"
#include "libs/rpc/call.h"
#include "services/appointment/domain/nearest_slots.h"
#include "services/appointment/domain/offer.h"

namespace enlace::appointment::rpc {

// Says what can be booked instead in the refusal of a time that is taken. Thread-safe.
class Alternatives {
 public:
  // All must outlive the object.
  Alternatives(NearestSlots& nearest, const OfferIds& offer_ids, const core::Clock& clock);

  // The status with a SlotAlternatives among its details, where a time was taken. Without one, the
  // status as it is.
  absl::Status Add(absl::Status status, const enlace::rpc::Call& call,
                   const std::optional<TakenTime>& taken) const;

 private:
  NearestSlots& nearest_;
  const OfferIds& offer_ids_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment::rpc
