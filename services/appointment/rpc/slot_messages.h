#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "enlace/appointment/v1/slot.pb.h"
#include "libs/core/language.h"
#include "services/appointment/domain/holds.h"
#include "services/appointment/domain/offer.h"
#include "services/appointment/domain/slot_answer.h"
#include "services/appointment/domain/slot_wish.h"

namespace enlace::appointment::rpc {

namespace v1 = enlace::appointment::v1;

SlotDraft DraftOf(const v1::SearchSlotsRequest& request);

// How the answers of one search are written.
struct OfferStyle {
  const OfferIds& offer_ids;
  core::Ulid tenant_id;
  // When the offers expire.
  absl::Time expires_at;
  core::Language language;
};

// What a bot can say of an offer.
std::string Spoken(absl::Time start, std::string_view time_zone, std::string_view doctor,
                   std::string_view site, core::Language language);

HoldDraft DraftOf(const v1::HoldSlotRequest& request);
void Fill(const SlotHold& hold, const std::string& offer_id, core::Language language,
          v1::SlotHold* message);

void Fill(const SlotOffer& offer, const OfferStyle& style, v1::SlotOffer* message);

// Everything of an answer but its page token.
void Fill(const SlotAnswer& answer, const OfferStyle& style, v1::SearchSlotsResponse* message);

}  // namespace enlace::appointment::rpc
