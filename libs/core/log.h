#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

namespace enlace::core {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// Names the process in every line and sets the least level ("debug", "info", "warning", "error";
// anything else is info). Call once, before other threads start.
void InitLog(std::string_view service, std::string_view least_level);

// Writes one JSON object as one line to standard output: ts, level, service, msg, then `fields`.
// String values are redacted, except under names that hold ids and codes only (request_id,
// trace_id, tenant, method, code, reason, actor, address, sqlstate). Thread-safe.
void Log(LogLevel level, std::string_view message,
         const nlohmann::ordered_json& fields = nlohmann::ordered_json::object());

// The line without its line break, as Log writes it; for tests.
std::string FormatLogLine(LogLevel level, std::string_view message,
                          const nlohmann::ordered_json& fields);

}  // namespace enlace::core
