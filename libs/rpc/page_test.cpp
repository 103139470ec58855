#include "libs/rpc/page.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::rpc {
namespace {

TEST_CASE("a page token leads back to its key") {
  std::vector<core::Violation> violations;
  const auto page =
      ReadPage(20, MakePageToken("2026-12-01|01ARZ3NDEKTSV4RRFFQ69G5FAV"), violations);
  CHECK(violations.empty());
  CHECK(page.size == 20);
  CHECK(page.after == "2026-12-01|01ARZ3NDEKTSV4RRFFQ69G5FAV");
}

TEST_CASE("without size and token it is the first page of fifty") {
  std::vector<core::Violation> violations;
  const auto page = ReadPage(std::nullopt, "", violations);
  CHECK(page.size == 50);
  CHECK(page.after.empty());
  CHECK(violations.empty());
}

TEST_CASE("sizes outside 1 to 200 and broken tokens are named, all at once") {
  for (const int size : {-1, 0, 201}) {
    for (const char* token : {"%%%", "AAAA", "MQ"}) {
      CAPTURE(size, token);
      std::vector<core::Violation> violations;
      ReadPage(size, token, violations);
      REQUIRE(violations.size() == 2);
      CHECK(violations[0].field == "pageSize");
      CHECK(violations[1].field == "pageToken");
    }
  }
}

}  // namespace
}  // namespace enlace::rpc
