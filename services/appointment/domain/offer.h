#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/data_keys.h"
#include "libs/core/error.h"
#include "libs/core/signer.h"
#include "libs/core/ulid.h"

namespace enlace::appointment {

inline constexpr absl::Duration kOfferLasts = absl::Minutes(10);

// What a caller accepts when it books an offer.
struct OfferTerms {
  core::Ulid practitioner_id;
  core::Ulid location_id;
  // To the second.
  absl::Time start;
  absl::Time end;
  // Code; absent: none.
  std::optional<std::string> appointment_type;
  // Canonical name.
  std::string modality;
  absl::Time expires_at;
  // Of an offer that was made with its hold: the hold.
  std::optional<core::Ulid> hold_id = std::nullopt;
  friend bool operator==(const OfferTerms&, const OfferTerms&) = default;
};

// The offerId that stands for the terms: signed, good for one tenant, and each time another, so
// that two callers who were offered the same do not share a hold. Thread-safe.
class OfferIds {
 public:
  explicit OfferIds(const core::DataKeys& keys) : signer_(keys, core::KeyPurpose::kOffers) {}

  std::string Make(const core::Ulid& tenant_id, const OfferTerms& terms) const;

  // What tells it from every other one: 22 characters, its signature.
  static std::string KeyOf(std::string_view offer_id) {
    return std::string(offer_id.substr(0, 22));
  }

  // Nullopt for what this did not make for the tenant. Whether it has expired is for the caller to
  // see.
  std::optional<OfferTerms> Read(const core::Ulid& tenant_id, std::string_view offer_id) const;

 private:
  core::Signer signer_;
};

// The terms of an offer that is good now. Adds OFFER_INVALID or OFFER_EXPIRED under `offerId`; an
// empty id is none.
std::optional<OfferTerms> ReadOffer(const OfferIds& offer_ids, const core::Ulid& tenant_id,
                                    const std::string& offer_id, absl::Time now,
                                    std::vector<core::Violation>& violations);

}  // namespace enlace::appointment
