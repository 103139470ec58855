#include "services/appointment/rpc/slot_service.h"

#include <utility>
#include <vector>

#include "services/appointment/rpc/messages.h"
#include "services/appointment/rpc/slot_messages.h"

namespace enlace::appointment::rpc {

SlotService::SlotService(enlace::rpc::Pipeline& pipeline, SlotFinder& finder, Holds& holds,
                         const Alternatives& alternatives, const OfferIds& offer_ids,
                         const enlace::rpc::PageTokens& page_tokens, const core::Clock& clock)
    : UnaryService(pipeline),
      finder_(finder),
      holds_(holds),
      alternatives_(alternatives),
      offer_ids_(offer_ids),
      page_tokens_(page_tokens),
      clock_(clock) {
  Add<v1::SearchSlotsRequest, v1::SearchSlotsResponse>(
      "SearchSlots", [this](enlace::rpc::Call& call, const auto& in, auto& out) -> absl::Status {
        const auto tenant = call.principal().tenant_id;
        std::vector<core::Violation> violations;
        const auto page = page_tokens_.Read(tenant, in, violations);
        const auto answer = finder_.Search(CallerOf(call), DraftOf(in), page.size, page.after,
                                           std::move(violations));
        if (!answer.ok()) return answer.status();
        Fill(*answer,
             {.offer_ids = offer_ids_,
              .tenant_id = tenant,
              .expires_at = clock_.Now() + kOfferLasts,
              .language = call.language()},
             &out);
        if (answer->next) out.set_next_page_token(page_tokens_.Make(tenant, in, *answer->next));
        return absl::OkStatus();
      });
  Add<v1::HoldSlotRequest, v1::SlotHold>(
      "HoldSlot", [this](enlace::rpc::Call& call, const auto& in, auto& out) -> absl::Status {
        std::optional<TakenTime> taken;
        const auto held = holds_.Hold(CallerOf(call), DraftOf(in), &taken);
        if (!held.ok()) return alternatives_.Add(held.status(), call, taken);
        Fill(*held, in.offer_id(), call.language(), &out);
        return absl::OkStatus();
      });
  Add<v1::ReleaseSlotRequest, google::protobuf::Empty>(
      "ReleaseSlot", [this](enlace::rpc::Call& call, const auto& in, auto&) -> absl::Status {
        return holds_.Release(CallerOf(call), in.id());
      });
}

}  // namespace enlace::appointment::rpc
