#pragma once

#include "enlace/appointment/v1/slot_service.grpc.pb.h"
#include "libs/rpc/page.h"
#include "libs/rpc/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/appointment/domain/holds.h"
#include "services/appointment/domain/offer.h"
#include "services/appointment/domain/slot_finder.h"
#include "services/appointment/rpc/alternatives.h"

namespace enlace::appointment::rpc {

namespace v1 = enlace::appointment::v1;

// The gRPC face of free times: their search and their holds.
class SlotService final : public enlace::rpc::UnaryService<v1::SlotService> {
 public:
  // All must outlive the object.
  SlotService(enlace::rpc::Pipeline& pipeline, SlotFinder& finder, Holds& holds,
              const Alternatives& alternatives, const OfferIds& offer_ids,
              const enlace::rpc::PageTokens& page_tokens, const core::Clock& clock);

 private:
  SlotFinder& finder_;
  Holds& holds_;
  const Alternatives& alternatives_;
  const OfferIds& offer_ids_;
  const enlace::rpc::PageTokens& page_tokens_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment::rpc
