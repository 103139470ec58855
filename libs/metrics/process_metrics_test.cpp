#include "libs/metrics/process_metrics.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <ctime>

#include "libs/metrics/value_fixture.h"

namespace enlace::metrics {
namespace {

TEST_CASE("a process tells of itself what every process tells") {
  Registry registry;
  const auto asked = AskProcess(registry);
  CHECK(ValueOf(registry, "process_cpu_seconds_total") >= 0);
  CHECK(ValueOf(registry, "process_resident_memory_bytes") > 1 << 20);
  CHECK(ValueOf(registry, "process_virtual_memory_bytes") >
        ValueOf(registry, "process_resident_memory_bytes"));
  CHECK(ValueOf(registry, "process_max_fds") > ValueOf(registry, "process_open_fds"));
  const auto started = ValueOf(registry, "process_start_time_seconds");
  CHECK(started <= static_cast<double>(std::time(nullptr)) + 1);
  CHECK(started > static_cast<double>(std::time(nullptr)) - 3600);
}

TEST_CASE("an open file is counted") {
  Registry registry;
  const auto asked = AskProcess(registry);
  const auto before = ValueOf(registry, "process_open_fds");
  const int file = open("/dev/null", O_RDONLY);
  REQUIRE(file >= 0);
  CHECK(ValueOf(registry, "process_open_fds") == before + 1);
  close(file);
  CHECK(ValueOf(registry, "process_open_fds") == before);
}

TEST_CASE("processor time that is used is counted") {
  Registry registry;
  const auto asked = AskProcess(registry);
  const auto before = ValueOf(registry, "process_cpu_seconds_total");
  const auto until = std::clock() + CLOCKS_PER_SEC / 10;
  while (std::clock() < until) {
  }
  CHECK(ValueOf(registry, "process_cpu_seconds_total") > before);
}

}  // namespace
}  // namespace enlace::metrics
