#include "services/audit/domain/access_row.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "services/audit/testing/events.h"

namespace enlace::audit {
namespace {

TEST_CASE("an access tells what was seen and why, in the caller's own words") {
  auto access = testing::Access(1);
  access.after_json =
      R"({"fieldsClass": "CLINICAL", "purposeReason": "Inconsciente, sin acompañante"})";
  const auto row = ReadAccessRow(access);
  CHECK(row.fields_class == "CLINICAL");
  CHECK(row.purpose_reason == "Inconsciente, sin acompañante");
}

TEST_CASE("what an access says is read as it was kept") {
  auto access = testing::Access(1);
  const std::string reason = GENERATE("", "a \"word\" of ñandú \\ {1}");
  access.after_json = WriteAccessRow("MASKED", reason);
  const auto row = ReadAccessRow(access);
  CHECK(row.fields_class == "MASKED");
  CHECK(row.purpose_reason.value_or("") == reason);
  CHECK(row.purpose_reason.has_value() == !reason.empty());
}

TEST_CASE("an access of which nothing was said has no such words") {
  const std::string after =
      GENERATE("", "{}", "[]", "no JSON", R"({"purposeReason": 7, "fieldsClass": []})");
  CAPTURE(after);
  auto access = testing::Access(1);
  access.after_json = after;
  const auto row = ReadAccessRow(access);
  CHECK_FALSE(row.fields_class);
  CHECK_FALSE(row.purpose_reason);
}

TEST_CASE("a written row is never taken for a purpose") {
  auto write = testing::Write();
  write.after_json = R"({"purposeReason": "a column of that name"})";
  CHECK_FALSE(ReadAccessRow(write).purpose_reason);
}

}  // namespace
}  // namespace enlace::audit
