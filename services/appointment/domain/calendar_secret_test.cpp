#include <catch2/catch_test_macros.hpp>
#include <string>

#include "absl/time/clock.h"
#include "services/appointment/domain/calendar_feed.h"

namespace enlace::appointment {
namespace {

TEST_CASE("a calendar's secret names its tenant and feed, and matches its own hash alone") {
  const auto tenant = core::Ulid::Generate(absl::Now()), feed = core::Ulid::Generate(absl::Now());
  const auto secret = CalendarSecret::Generate(tenant, feed);
  CHECK(secret.text.size() == 86);
  const auto read = CalendarSecret::Parse(secret.text);
  REQUIRE(read);
  CHECK(read->tenant_id == tenant);
  CHECK(read->feed_id == feed);
  CHECK(read->Matches(secret.Hash()));
  const auto other = CalendarSecret::Generate(tenant, feed);
  CHECK(other.text != secret.text);
  CHECK(!other.Matches(secret.Hash()));
  CHECK(!secret.Matches(""));
}

TEST_CASE("what is no calendar's secret is not read") {
  const auto secret = CalendarSecret::Generate(core::Ulid::Generate(absl::Now()),
                                               core::Ulid::Generate(absl::Now()));
  auto changed = secret.text;
  // Another spelling of the same bytes: the last character's two unused bits.
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  changed.back() = kAlphabet[kAlphabet.find(changed.back()) + 1];
  for (const auto& text :
       {std::string(), secret.text + "A", secret.text.substr(1), std::string(86, '!'),
        std::string(86, 'A'), changed, secret.text.substr(0, 85) + "="}) {
    INFO(text);
    CHECK(!CalendarSecret::Parse(text));
  }
}

}  // namespace
}  // namespace enlace::appointment
