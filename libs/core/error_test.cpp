#include "libs/core/error.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/core/reasons.h"

namespace enlace::core {
namespace {

TEST_CASE("violations travel with the error and their fields stand in its message") {
  const std::vector<Violation> violations = {
      {"docNumber", "DOCUMENT_FORMAT", "must be digits only"},
      {"firstName", "REQUIRED", "is required"}};
  const auto error = InvalidFields(violations);
  CHECK(error.code() == absl::StatusCode::kInvalidArgument);
  CHECK(error.message() == "docNumber: must be digits only; firstName: is required");
  CHECK(DetailsOf(error).violations == violations);
  CHECK(DetailsOf(error).reason == reason::kFieldViolation);
}

TEST_CASE("the internal message stays out of the public one") {
  const auto error = WithInternal(refusal::UnavailableDatabase(), "connect to db-7: refused");
  CHECK(error.message() == "The database is not available; repeat after a moment.");
  CHECK(DetailsOf(error).internal == "connect to db-7: refused");
  CHECK(DetailsOf(error).retry_after == absl::Seconds(1));
}

TEST_CASE("an error of unknown origin is internal") {
  const auto details = DetailsOf(absl::UnknownError("pq: something"));
  CHECK(details.reason == reason::kInternal);
  CHECK(details.internal == "pq: something");
}

TEST_CASE("internal texts of any bytes are kept") {
  CHECK(DetailsOf(Internal("bad \xff")).internal == "bad \xEF\xBF\xBD");
}

}  // namespace
}  // namespace enlace::core
