#include "services/appointment/domain/offer.h"

#include <sodium.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/core/reasons.h"

namespace enlace::appointment {
namespace {

constexpr std::size_t kParts = 9;

std::optional<absl::Time> ReadSeconds(std::string_view text) {
  std::int64_t seconds = 0;
  if (!absl::SimpleAtoi(absl::string_view(text.data(), text.size()), &seconds)) return std::nullopt;
  return absl::FromUnixSeconds(seconds);
}

}  // namespace

std::string OfferIds::Make(const core::Ulid& tenant_id, const OfferTerms& terms) const {
  // Neither codes nor names hold a blank.
  const auto text =
      absl::StrCat(terms.practitioner_id.ToString(), " ", terms.location_id.ToString(), " ",
                   absl::ToUnixSeconds(terms.start), " ", absl::ToUnixSeconds(terms.end), " ",
                   absl::ToUnixSeconds(terms.expires_at), " ", terms.modality, " ",
                   terms.appointment_type.value_or(""), " ",
                   terms.hold_id ? terms.hold_id->ToString() : std::string(), " ",
                   absl::Hex(randombytes_random(), absl::kZeroPad8));
  return signer_.Sign(text, tenant_id.ToString());
}

std::optional<OfferTerms> OfferIds::Read(const core::Ulid& tenant_id,
                                         std::string_view offer_id) const {
  const auto text = signer_.Open(offer_id, tenant_id.ToString());
  if (!text) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(*text, ' ');
  if (parts.size() != kParts) return std::nullopt;
  const auto doctor = core::Ulid::Parse(parts[0]);
  const auto site = core::Ulid::Parse(parts[1]);
  const auto start = ReadSeconds(parts[2]);
  const auto end = ReadSeconds(parts[3]);
  const auto expires = ReadSeconds(parts[4]);
  const auto hold = core::Ulid::Parse(parts[7]);
  if (!doctor || !site || !start || !end || !expires || hold.has_value() == parts[7].empty()) {
    return std::nullopt;
  }
  return OfferTerms{.practitioner_id = *doctor,
                    .location_id = *site,
                    .start = *start,
                    .end = *end,
                    .appointment_type = parts[6].empty() ? std::nullopt : std::optional(parts[6]),
                    .modality = parts[5],
                    .expires_at = *expires,
                    .hold_id = hold};
}

std::optional<OfferTerms> ReadOffer(const OfferIds& offer_ids, const core::Ulid& tenant_id,
                                    const std::string& offer_id, absl::Time now,
                                    std::vector<core::Violation>& violations) {
  if (offer_id.empty()) return std::nullopt;
  auto terms = offer_ids.Read(tenant_id, offer_id);
  if (!terms) {
    violations.push_back(core::violation::OfferInvalid("offerId"));
  } else if (terms->expires_at <= now) {
    violations.push_back(core::violation::OfferExpired("offerId"));
  }
  return terms;
}

}  // namespace enlace::appointment
