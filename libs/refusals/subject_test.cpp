#include "libs/refusals/subject.h"

#include <catch2/catch_test_macros.hpp>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::refusals {
namespace {

TEST_CASE("an error says whom it concerns, and is the same otherwise") {
  const auto user = core::Ulid::Generate(absl::Now());
  const auto error = Concerning(core::refusal::SignInRefused(), {"User", user, {}});
  const auto subject = SubjectOf(error);
  REQUIRE(subject);
  CHECK(subject->resource_type == "User");
  CHECK(subject->id == user);
  CHECK(subject->tenant_id.IsNil());
  CHECK(error.message() == core::refusal::SignInRefused().message());
  CHECK(core::DetailsOf(error).reason == "SIGN_IN_REFUSED");
}

TEST_CASE("any other error concerns nobody") {
  CHECK_FALSE(SubjectOf(core::refusal::SignInRefused()));
  CHECK_FALSE(SubjectOf(absl::OkStatus()));
}

}  // namespace
}  // namespace enlace::refusals
