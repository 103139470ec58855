#include "services/appointment/domain/offer.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::appointment {
namespace {

TEST_CASE("an offer's id says its terms to the tenant it was made for, and to nobody else") {
  const OfferIds ids(*core::DataKeys::FromHex(std::string(64, 'a')));
  const auto tenant = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");
  const auto other = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAW");
  OfferTerms terms{.practitioner_id = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAX"),
                   .location_id = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAY"),
                   .start = absl::FromUnixSeconds(1'796'134'400),
                   .end = absl::FromUnixSeconds(1'796'136'200),
                   .appointment_type = "GENERAL",
                   .modality = "IN_PERSON",
                   .expires_at = absl::FromUnixSeconds(1'796'000'000)};
  const auto id = ids.Make(tenant, terms);
  CHECK(ids.Read(tenant, id) == terms);
  CHECK(ids.Read(other, id) == std::nullopt);
  CHECK(ids.Read(tenant, id.substr(0, id.size() - 1)) == std::nullopt);
  CHECK(ids.Read(tenant, "") == std::nullopt);

  terms.appointment_type = std::nullopt;
  CHECK(ids.Read(tenant, ids.Make(tenant, terms)) == terms);

  CHECK(OfferIds::KeyOf(ids.Make(tenant, terms)) != OfferIds::KeyOf(ids.Make(tenant, terms)));
  const auto plain = ids.Make(tenant, terms);
  terms.hold_id = other;
  CHECK(ids.Read(tenant, ids.Make(tenant, terms)) == terms);
  CHECK(OfferIds::KeyOf(ids.Make(tenant, terms)) != OfferIds::KeyOf(plain));
}

}  // namespace
}  // namespace enlace::appointment
