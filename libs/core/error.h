#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace enlace::core {

// What stands for the placeholders of a reason's text: names without braces, and values. Never what
// the caller sent.
using Params = std::vector<std::pair<std::string, std::string>>;

// One value of them.
class Param {
 public:
  template <typename Text, std::enable_if_t<std::is_convertible_v<Text, std::string_view>, int> = 0>
  Param(const Text& text) : text_(std::string_view(text)) {}
  template <typename Number, std::enable_if_t<std::is_integral_v<Number>, int> = 0>
  Param(Number number) : text_(std::to_string(number)) {}

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// One thing that is wrong with one field of a request: libs/core/reasons.h makes them.
struct Violation {
  // The field as JSON names it: `docNumber`, `customFields.plan`, `phones[1]`.
  std::string field;
  // Stable, machine-readable: DOCUMENT_FORMAT.
  std::string reason;
  // English; enough to mend the call; never holds the value itself.
  std::string message;
  // Which of the reason's texts the message is; absent when it is none of the catalogue.
  std::optional<std::string> wording = std::nullopt;
  Params params = {};

  // The same to a caller.
  friend bool operator==(const Violation& a, const Violation& b) {
    return a.field == b.field && a.reason == b.reason && a.message == b.message;
  }
};

// What an error says beyond its code and its public message.
struct ErrorDetails {
  std::string reason;
  std::vector<Violation> violations = {};
  // How long a caller should wait before it repeats; absent where a repeat makes no sense.
  std::optional<absl::Duration> retry_after = std::nullopt;
  // For the log only: may hold SQL and host names, never personal data or secrets.
  std::string internal = {};
  // Which of the reason's texts the public message is; absent when it is none of the catalogue.
  std::optional<std::string> wording = std::nullopt;
  Params params = {};
};

// An error with its public message (no SQL, host name or personal data in it) and its details, for
// what another service said; our own errors come from libs/core/reasons.h. `code` must not be kOk.
absl::Status MakeError(absl::StatusCode code, std::string_view public_message,
                       const ErrorDetails& details);

// The details of an error made by MakeError; for any other error a reason of INTERNAL with the
// message as `internal`.
ErrorDetails DetailsOf(const absl::Status& status);

// The error with a text for the log.
absl::Status WithInternal(const absl::Status& status, std::string_view internal);

// INVALID_ARGUMENT with all violations; the message joins "field: message" of each. `violations`
// must not be empty.
absl::Status InvalidFields(std::vector<Violation> violations);

// INTERNAL (500): the public message says nothing but that it is ours.
absl::Status Internal(std::string_view internal);

}  // namespace enlace::core
