#include "libs/core/log.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

namespace enlace::core {
namespace {

nlohmann::json Line(std::string_view message, const std::vector<LogField>& fields) {
  return nlohmann::json::parse(FormatLogLine(LogLevel::kInfo, message, fields));
}

TEST_CASE("a log line is one JSON object on one line") {
  const auto text = FormatLogLine(LogLevel::kError, "first\nsecond \"quoted\"",
                                  {{"latency_ms", 3}, {"ratio", 0.25}});
  CHECK(text.find('\n') == std::string::npos);
  const auto line = nlohmann::json::parse(text);
  CHECK(line["level"] == "error");
  CHECK(line["msg"] == "first\nsecond \"quoted\"");
  CHECK(line["latency_ms"] == 3);
  CHECK(line["ratio"] == 0.25);
  CHECK(std::regex_match(line["ts"].get<std::string>(),
                         std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)")));
}

TEST_CASE("personal data is masked in the message and in free fields, ids are not") {
  const auto line = Line("no such person 1032456789",
                         {{"detail", "maria@example.com"}, {"request_id", "20261121000001"}});
  CHECK(line["msg"] == "no such person ***");
  CHECK(line["detail"] == "***");
  CHECK(line["request_id"] == "20261121000001");
}

TEST_CASE("bytes that are no UTF-8 do not break a line") {
  CHECK_NOTHROW(Line("bad \xff byte", {}));
}

}  // namespace
}  // namespace enlace::core
