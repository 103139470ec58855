#include "libs/core/version_match.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::core {
namespace {

bool Matches(std::string_view if_match, std::int64_t version) {
  const auto match = VersionMatch::Parse(if_match);
  REQUIRE(match.ok());
  const auto status = match->Check(version);
  CHECK((status.ok() || DetailsOf(status).reason == reason::kEtagMismatch));
  return status.ok();
}

TEST_CASE("a row's own tag matches, in a list too, and no other") {
  CHECK(EtagOf(7) == "\"7\"");
  CHECK(Matches(EtagOf(7), 7));
  CHECK(Matches("\"6\", \"7\"", 7));
  CHECK(Matches(" , \"6\",,\t\"7\" ,", 7));
  CHECK(!Matches("\"6\"", 7));
  CHECK(!Matches("\"6\",\"8\"", 7));
}

TEST_CASE("without a condition and with a star every version matches") {
  CHECK(Matches("", 7));
  CHECK(Matches("*", 7));
  CHECK(Matches(" * ", 1));
}

TEST_CASE("weak tags and tags of no version match nothing") {
  for (const char* header : {"W/\"7\"", "\"07\"", "\"+7\"", "\"abc\"", "\"\"", "\"7,7\"", "\"*\"",
                             "\"99999999999999999999\"", "\"\xc3\xb1\""}) {
    INFO(header);
    CHECK(!Matches(header, 7));
  }
  CHECK(Matches("W/\"7\", \"7\"", 7));
}

TEST_CASE("what is no list of tags is named") {
  for (const char* header : {"7", "\"7", "7\"", "\"6\" \"7\"", "*, \"7\"", "\"7\", *", "w/\"7\"",
                             "\"7\"x", ",", "W/7", "\"a b\"", "W/"}) {
    INFO(header);
    const auto match = VersionMatch::Parse(header);
    REQUIRE(match.status().code() == absl::StatusCode::kInvalidArgument);
    CHECK(DetailsOf(match.status()).violations.at(0).field == "If-Match");
    CHECK(DetailsOf(match.status()).violations.at(0).reason == "ETAG_FORMAT");
  }
}

TEST_CASE("where nothing is, any condition fails") {
  CHECK(VersionMatch().CheckAbsent().ok());
  for (const char* header : {"*", "\"1\""}) {
    const auto status = VersionMatch::Parse(header)->CheckAbsent();
    CHECK(status.code() == absl::StatusCode::kFailedPrecondition);
    CHECK(DetailsOf(status).reason == reason::kEtagMismatch);
  }
}

}  // namespace
}  // namespace enlace::core
