#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "libs/db/array_text.h"
#include "libs/db/params.h"
#include "libs/db/timestamp_text.h"

namespace enlace::db {
namespace {

using Texts = std::vector<std::string>;

TEST_CASE("arrays survive the way to text and back") {
  const auto values = GENERATE(Texts{}, Texts{"a"}, Texts{"a", "b"}, Texts{""}, Texts{"NULL"},
                               Texts{"with \"quotes\"", "back\\slash", "{braces},comma", " "},
                               Texts{"José", "line\nbreak"});
  CHECK(ParseArray(FormatArray(values)) == values);
}

TEST_CASE("arrays are read as the server prints them") {
  CHECK(ParseArray("{}") == Texts{});
  CHECK(ParseArray("{plain,\"two words\"}") == Texts{"plain", "two words"});
}

TEST_CASE("what is not an array of values is not read") {
  const auto text = GENERATE("", "{", "}", "a", "{a", "{NULL}", "{a,NULL}", "{{a},{b}}", "{a,}",
                             "{\"a}", "{\"a\"b}", "{\"a\\", "{a\"b}");
  CAPTURE(text);
  CHECK(ParseArray(text) == std::nullopt);
}

TEST_CASE("times survive the way to text and back") {
  const auto micros = GENERATE(0LL, 1LL, 1790000000123456LL, -2208988800000000LL);
  const auto time = absl::FromUnixMicros(micros);
  CHECK(ParseTimestamp(FormatTimestamp(time)) == time);
}

TEST_CASE("times of all centuries are written with microseconds") {
  CHECK(FormatTimestamp(absl::FromUnixMicros(1'798'808'645'000'007)) ==
        "2027-01-01 13:04:05.000007+00");
  CHECK(FormatTimestamp(absl::FromUnixMicros(-1)) == "1969-12-31 23:59:59.999999+00");
  CHECK(FormatTimestamp(absl::FromUnixSeconds(-2'208'988'800)) == "1900-01-01 00:00:00.000000+00");
}

TEST_CASE("times are read as the server prints them") {
  const auto time = absl::FromUnixSeconds(1798808645);
  CHECK(ParseTimestamp("2027-01-01 13:04:05+00") == time);
  CHECK(ParseTimestamp("2027-01-01 13:04:05.5+00") == time + absl::Milliseconds(500));
  CHECK(ParseTimestamp("2027-01-01 13:04:05.000001+00") == time + absl::Microseconds(1));
  CHECK(ParseTimestamp("infinity") == absl::InfiniteFuture());
  CHECK(ParseTimestamp("-infinity") == absl::InfinitePast());
}

TEST_CASE("what is not a time in UTC is not read") {
  const auto text = GENERATE("", "2027-01-01", "2027-01-01 13:04:05", "2027-01-01 13:04:05-05",
                             "2027-01-01 13:04:05.+00", "2027-01-01 13:04:05.1234567+00",
                             "x027-01-01 13:04:05+00", "2027-01-01T13:04:05+00");
  CAPTURE(text);
  CHECK(ParseTimestamp(text) == std::nullopt);
}

TEST_CASE("parameters are bound in PostgreSQL's text form, in order") {
  const auto id = core::Ulid::FromUuid("018f0c6a-0000-7000-8000-00000000000f");
  Params params;
  params.Text("text").Text(std::string("more")).Text(std::optional<std::string>()).Int(-7);
  params.Bool(true).Id(*id).Id(std::optional<core::Ulid>()).Time(absl::UnixEpoch());
  params.TextArray({"a", "b"}).IdArray({*id}).Null();
  CHECK(params.values() == std::vector<std::optional<std::string>>{
                               "text", "more", std::nullopt, "-7", "t",
                               "018f0c6a-0000-7000-8000-00000000000f", std::nullopt,
                               "1970-01-01 00:00:00.000000+00", "{\"a\",\"b\"}",
                               "{\"018f0c6a-0000-7000-8000-00000000000f\"}", std::nullopt});
}

}  // namespace
}  // namespace enlace::db
