#include "libs/metrics/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>

namespace enlace::metrics {
namespace {

// Fields of /proc/self/stat (proc(5)), counted from its third, after the name.
enum Field { kUserTime = 11, kSystemTime = 12, kStartTime = 19, kVirtualSize = 20, kResident = 21 };
constexpr int kFields = 22;

// Zeros where it can't be read.
std::array<double, kFields> ReadStat() {
  std::array<double, kFields> fields{};
  std::ifstream file("/proc/self/stat");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return fields;
  std::istringstream rest(text.substr(name_end + 1));
  std::string state;
  rest >> state;
  for (int i = 1; i < kFields; ++i) rest >> fields[static_cast<std::size_t>(i)];
  return fields;
}

double Ticks(double count) { return count / static_cast<double>(sysconf(_SC_CLK_TCK)); }

// Unix time of the machine's start.
double BootTime() {
  std::ifstream file("/proc/stat");
  std::string word;
  while (file >> word) {
    double seconds = 0;
    if (word == "btime" && file >> seconds) return seconds;
  }
  return 0;
}

double OpenFiles() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; at != end && !error;
       at.increment(error)) {
    ++count;
  }
  // The directory itself is open meanwhile.
  return count > 0 ? count - 1 : 0;
}

double MostFiles() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<double>(limit.rlim_cur) : 0;
}

}  // namespace

std::vector<Registry::Asked> AskProcess(Registry& registry) {
  using Kind = Registry::Kind;
  std::vector<Registry::Asked> asked;
  const auto ask = [&](Kind kind, const char* name, const char* help, auto value) {
    asked.push_back(registry.Ask(kind, name, help, {}, value));
  };
  ask(Kind::kCounter, "process_cpu_seconds_total", "User and system processor time.", [] {
    const auto stat = ReadStat();
    return Ticks(stat[kUserTime] + stat[kSystemTime]);
  });
  ask(Kind::kGauge, "process_resident_memory_bytes", "Resident memory.",
      [] { return ReadStat()[kResident] * static_cast<double>(sysconf(_SC_PAGESIZE)); });
  ask(Kind::kGauge, "process_virtual_memory_bytes", "Virtual memory.",
      [] { return ReadStat()[kVirtualSize]; });
  ask(Kind::kGauge, "process_open_fds", "Open file descriptors.", OpenFiles);
  ask(Kind::kGauge, "process_max_fds", "How many file descriptors may be open.", MostFiles);
  const double started = BootTime() + Ticks(ReadStat()[kStartTime]);
  ask(Kind::kGauge, "process_start_time_seconds", "Unix time of the process's start.",
      [started] { return started; });
  return asked;
}

}  // namespace enlace::metrics
