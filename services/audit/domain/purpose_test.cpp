#include "services/audit/domain/purpose.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "services/audit/testing/events.h"

namespace enlace::audit {
namespace {

TEST_CASE("an access tells why, in the caller's own words") {
  auto access = testing::Access(1);
  access.after_json = R"({"purposeReason": "Inconsciente, sin acompañante"})";
  CHECK(PurposeReasonOf(access) == "Inconsciente, sin acompañante");
}

TEST_CASE("a reason is read as it was kept") {
  auto access = testing::Access(1);
  const std::string reason = GENERATE("", "a \"word\" of ñandú \\ {1}");
  access.after_json = PurposeRow(reason);
  CHECK(PurposeReasonOf(access).value_or("") == reason);
}

TEST_CASE("an access of which nothing was said has no such words") {
  const std::string after = GENERATE("", "{}", "[]", "no JSON", R"({"purposeReason": 7})");
  CAPTURE(after);
  auto access = testing::Access(1);
  access.after_json = after;
  CHECK_FALSE(PurposeReasonOf(access));
}

TEST_CASE("a written row is never taken for a purpose") {
  auto write = testing::Write();
  write.after_json = R"({"purposeReason": "a column of that name"})";
  CHECK_FALSE(PurposeReasonOf(write));
}

}  // namespace
}  // namespace enlace::audit
