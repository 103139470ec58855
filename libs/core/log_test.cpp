#include "libs/core/log.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
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

// What a program prints while `body` runs in a process of its own.
std::string PrintedBy(void (*body)()) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  std::fflush(stdout);  // or the child would write it once more
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    body();
    _exit(0);
  }
  close(ends[1]);
  std::string text;
  std::array<char, 4096> part{};
  for (ssize_t size = 0; (size = read(ends[0], part.data(), part.size())) > 0;) {
    text.append(part.data(), static_cast<std::size_t>(size));
  }
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return text;
}

TEST_CASE("lines that were gathered are written in their order by a flush, and by the end") {
  const auto text = PrintedBy([] {
    GatherLog(true);
    Log(LogLevel::kInfo, "one");
    Log(LogLevel::kInfo, "two");
    std::puts("nothing yet");
    FlushLog();
    FlushLog();
    Log(LogLevel::kInfo, "three");
    GatherLog(false);
    Log(LogLevel::kInfo, "four");
    std::fflush(stdout);
  });
  std::vector<std::string> said;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    said.push_back(line[0] == '{' ? nlohmann::json::parse(line)["msg"].get<std::string>() : line);
  }
  CHECK(said == std::vector<std::string>{"nothing yet", "one", "two", "three", "four"});
}

}  // namespace
}  // namespace enlace::core
