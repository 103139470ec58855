#include "services/appointment/rpc/alternatives.h"

#include "libs/rpc/status.h"
#include "services/appointment/rpc/messages.h"
#include "services/appointment/rpc/slot_messages.h"

namespace enlace::appointment::rpc {

Alternatives::Alternatives(NearestSlots& nearest, const OfferIds& offer_ids,
                           const core::Clock& clock)
    : nearest_(nearest), offer_ids_(offer_ids), clock_(clock) {}

absl::Status Alternatives::Add(absl::Status status, const enlace::rpc::Call& call,
                               const std::optional<TakenTime>& taken) const {
  if (status.ok() || !taken) return status;
  const auto offers = nearest_.To(CallerOf(call), *taken);
  // The refusal stands without them.
  if (!offers.ok()) return status;
  v1::SlotAlternatives message;
  const OfferStyle style{.offer_ids = offer_ids_,
                         .tenant_id = call.principal().tenant_id,
                         .expires_at = clock_.Now() + kOfferLasts,
                         .language = call.language()};
  for (const auto& offer : *offers) Fill(offer, style, message.add_alternatives());
  enlace::rpc::AddDetail(message, status);
  return status;
}

}  // namespace enlace::appointment::rpc
