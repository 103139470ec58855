#include "libs/core/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <memory>
#include <string>

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
  for (const auto name : kTrusted) {
    if (name == key) return true;
  }
  return false;
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
                          const nlohmann::ordered_json& fields) {
  nlohmann::ordered_json line;
  line["ts"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone());
  line["level"] = Name(level);
  line["service"] = ServiceName();
  line["msg"] = Redact(message);
  for (const auto& [key, value] : fields.items()) {
    if (value.is_string() && !IsTrusted(key)) {
      line[key] = Redact(value.get_ref<const std::string&>());
    } else {
      line[key] = value;
    }
  }
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void Log(LogLevel level, std::string_view message, const nlohmann::ordered_json& fields) {
  auto& logger = Logger();
  if (!logger.should_log(ToSpdlog(level))) return;
  logger.log(ToSpdlog(level), "{}", FormatLogLine(level, message, fields));
}

}  // namespace enlace::core
