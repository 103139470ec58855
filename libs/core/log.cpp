#include "libs/core/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/core/redact.h"

namespace enlace::core {
namespace {

constexpr std::array<std::string_view, 9> kTrusted = {
    "request_id", "trace_id", "tenant", "method", "code", "reason", "actor", "address", "sqlstate"};

std::string& ServiceName() {
  static auto& name = *new std::string("enlace");
  return name;
}

spdlog::logger& Logger() {
  static auto& logger = *[] {
    auto made = new spdlog::logger("enlace", std::make_shared<spdlog::sinks::stdout_sink_mt>());
    made->set_pattern("%v");
    made->flush_on(spdlog::level::debug);
    return made;
  }();
  return logger;
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string_view Name(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

bool IsTrusted(std::string_view key) {
  return std::find(kTrusted.begin(), kTrusted.end(), key) != kTrusted.end();
}

// Taking a time apart into a date costs more than the rest of a line; a thread does it once a
// second.
std::string Timestamp(absl::Time now) {
  thread_local std::int64_t second = -1;
  thread_local std::string text;
  const auto micros = absl::ToUnixMicros(now);
  if (micros / 1'000'000 != second) {
    second = micros / 1'000'000;
    text = absl::FormatTime("%Y-%m-%dT%H:%M:%S.", now, absl::UTCTimeZone());
  }
  return absl::StrCat(text, absl::Dec(micros % 1'000'000, absl::kZeroPad6), "Z");
}

// Lines that are not written yet, parted by line breaks; absent on threads that write each at once.
thread_local std::optional<std::string> gathered;
constexpr std::size_t kMostGathered = std::size_t{64} << 10;

bool IsPlain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

void AppendText(std::string& line, std::string_view text) {
  if (std::all_of(text.begin(), text.end(), IsPlain)) {
    line.append(1, '"').append(text).push_back('"');
    return;
  }
  line.append(nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void AppendValue(std::string& line, const LogField& field) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    if (IsTrusted(field.name)) {
      AppendText(line, *text);
    } else {
      AppendText(line, Redact(*text));
    }
  } else if (const auto* whole = std::get_if<std::int64_t>(&field.value)) {
    absl::StrAppend(&line, *whole);
  } else {
    absl::StrAppend(&line, std::get<double>(field.value));
  }
}

}  // namespace

void InitLog(std::string_view service, std::string_view least_level) {
  ServiceName() = std::string(service);
  auto level = LogLevel::kInfo;
  for (const auto candidate :
       {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError}) {
    if (Name(candidate) == least_level) level = candidate;
  }
  Logger().set_level(ToSpdlog(level));
}

std::string FormatLogLine(LogLevel level, std::string_view message,
                          absl::Span<const LogField> fields) {
  std::string line;
  line.reserve(512);
  line.append(R"({"ts":")").append(Timestamp(absl::Now()));
  line.append(R"(","level":")").append(Name(level));
  line.append(R"(","service":")").append(ServiceName());
  line.append(R"(","msg":)");
  AppendText(line, Redact(message));
  for (const auto& field : fields) {
    line.append(R"(,")").append(field.name).append(R"(":)");
    AppendValue(line, field);
  }
  line.push_back('}');
  return line;
}

void Log(LogLevel level, std::string_view message, absl::Span<const LogField> fields) {
  auto& logger = Logger();
  if (!logger.should_log(ToSpdlog(level))) return;
  const auto line = FormatLogLine(level, message, fields);
  if (!gathered) {
    logger.log(ToSpdlog(level), std::string_view(line));
    return;
  }
  if (!gathered->empty()) gathered->push_back('\n');
  gathered->append(line);
  if (gathered->size() > kMostGathered) FlushLog();
}

void GatherLog(bool gather) {
  FlushLog();
  gathered.reset();
  if (gather) gathered.emplace();
}

void FlushLog() {
  if (!gathered || gathered->empty()) return;
  // What is below the least level was left out before.
  Logger().log(spdlog::level::critical, std::string_view(*gathered));
  gathered->clear();
}

}  // namespace enlace::core
