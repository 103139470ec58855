#include "libs/rpc/library_log.h"

#include <grpc/support/log.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "enlace/patient/v1/patient.pb.h"

namespace enlace::rpc {
namespace {

// What a program prints, on both of its streams, while `body` runs in a process of its own.
std::string PrintedBy(void (*body)()) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  std::fflush(nullptr);  // or the child would write it once more
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    body();
    std::fflush(nullptr);
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

TEST_CASE("what the libraries say is a line of the log like any other") {
  const auto text = PrintedBy([] {
    RouteLibraryLogs();
    // Field 1 of two bytes that are no UTF-8.
    patient::v1::GetPatientRequest request;
    if (request.ParseFromString("\x0a\x02\xc0\xaf")) std::puts("it was parsed");
    // As gRPC itself does when it begins.
    gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);
    gpr_log(GPR_ERROR, "from %s", "ipv4:127.0.0.1:1");
  });
  std::vector<std::string> said;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    const auto object = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
    REQUIRE(object.is_object());
    CHECK(object["level"] == "warning");
    said.push_back(object["msg"]);
  }
  CHECK(said == std::vector<std::string>{"protobuf says", "gRPC says"});
}

}  // namespace
}  // namespace enlace::rpc
