#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "absl/types/span.h"
#include "libs/core/absl_view.h"

namespace enlace::core {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// A name and its value: text, which must outlive the call of Log, or a number.
struct LogField {
  template <typename T>
  requires std::is_arithmetic_v<T> LogField(std::string_view key, T number)
      : name(key), value(Number(number)) {}
  template <typename T>
  requires std::convertible_to<const T&, std::string_view> LogField(std::string_view key,
                                                                    const T& text)
      : name(key), value(std::string_view(text)) {}
  // Where Abseil's is a type of its own.
  template <typename T>
  requires(std::same_as<T, absl::string_view> && !std::same_as<T, std::string_view>)
      LogField(std::string_view key, const T& text)
      : name(key), value(Std(text)) {}

  std::string_view name;
  std::variant<std::string_view, std::int64_t, double> value;

 private:
  template <typename T>
  static std::variant<std::string_view, std::int64_t, double> Number(T number) {
    if constexpr (std::is_floating_point_v<T>) return static_cast<double>(number);
    return static_cast<std::int64_t>(number);
  }
};

// Names the process in every line and sets the least level ("debug", "info", "warning", "error";
// anything else is info). Call once, before other threads start.
void InitLog(std::string_view service, std::string_view least_level);

// Writes one JSON object as one line to standard output: ts, level, service, msg, then `fields`.
// Text is redacted, except under names that hold ids and codes only (request_id, trace_id, tenant,
// method, code, reason, actor, address, sqlstate). Thread-safe.
void Log(LogLevel level, std::string_view message, absl::Span<const LogField> fields);
inline void Log(LogLevel level, std::string_view message,
                std::initializer_list<LogField> fields = {}) {
  Log(level, message, absl::MakeConstSpan(fields.begin(), fields.size()));
}

// Whether this thread's lines gather until FlushLog, which writes them in one system call. A thread
// that gathers calls it whenever it may wait, and stops gathering (which writes as well) before it
// ends.
void GatherLog(bool gather);
void FlushLog();

// The line without its line break, as Log writes it; for tests.
std::string FormatLogLine(LogLevel level, std::string_view message,
                          absl::Span<const LogField> fields);

}  // namespace enlace::core
