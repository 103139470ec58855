#include "libs/core/ulid.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::core {
namespace {

// The specification's example of a time stamp: 01ARZ3NDEK is 1469918176385 ms.
TEST_CASE("the first ten characters are the millisecond") {
  const auto id = Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");
  REQUIRE(id);
  CHECK(absl::ToUnixMillis(id->Timestamp()) == 1469922850259);
  CHECK(id->ToString() == "01ARZ3NDEKTSV4RRFFQ69G5FAV");
}

TEST_CASE("text and uuid forms name the same id") {
  const auto id = Ulid::Generate(absl::FromUnixMillis(1'800'000'000'000));
  CHECK(Ulid::Parse(id.ToString()) == id);
  CHECK(Ulid::FromUuid(id.ToUuid()) == id);
  CHECK(id.ToUuid().size() == 36);
  CHECK(absl::ToUnixMillis(id.Timestamp()) == 1'800'000'000'000);
}

TEST_CASE("lower case is read, one spelling is written") {
  const auto id = Ulid::Parse("01arz3ndektsv4rrffq69g5fav");
  REQUIRE(id);
  CHECK(id->ToString() == "01ARZ3NDEKTSV4RRFFQ69G5FAV");
}

TEST_CASE("what is no id is refused") {
  for (const char* text : {"", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FAVX",
                           "81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAU",
                           "01ARZ3NDEKTSV4RRFFQ69G5FAI", "01ARZ3NDEKTSV4RRFFQ69G5F V"}) {
    CAPTURE(text);
    CHECK_FALSE(Ulid::Parse(text));
  }
  CHECK_FALSE(Ulid::FromUuid("0123456789abcdef0123456789abcdef0000"));
}

TEST_CASE("later ids sort after earlier ones") {
  const auto early = Ulid::Generate(absl::FromUnixMillis(1000));
  const auto late = Ulid::Generate(absl::FromUnixMillis(1001));
  CHECK(early < late);
  CHECK(early.ToString() < late.ToString());
}

}  // namespace
}  // namespace enlace::core
