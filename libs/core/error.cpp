#include "libs/core/error.h"

#include <nlohmann/json.hpp>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"

namespace enlace::core {
namespace {

constexpr std::string_view kPayload = "enlace/error";

}  // namespace

absl::Status MakeError(absl::StatusCode code, std::string_view public_message,
                       const ErrorDetails& details) {
  nlohmann::json payload = {{"reason", details.reason}};
  if (!details.internal.empty()) payload["internal"] = details.internal;
  if (details.retry_after) payload["retryAfter"] = absl::ToInt64Milliseconds(*details.retry_after);
  for (const auto& violation : details.violations) {
    payload["violations"].push_back({violation.field, violation.reason, violation.message});
  }
  absl::Status status(code, Absl(public_message));
  // Internal texts come from libraries and may hold any bytes: replace, never throw.
  status.SetPayload(Absl(kPayload), absl::Cord(payload.dump(
                                        -1, ' ', false, nlohmann::json::error_handler_t::replace)));
  return status;
}

ErrorDetails DetailsOf(const absl::Status& status) {
  ErrorDetails details;
  const auto payload = status.GetPayload(Absl(kPayload));
  if (!payload) {
    details.reason = std::string(reason::kInternal);
    details.internal = std::string(status.message());
    return details;
  }
  const auto json = nlohmann::json::parse(std::string(*payload));
  details.reason = json.at("reason").get<std::string>();
  details.internal = json.value("internal", "");
  if (json.contains("retryAfter")) {
    details.retry_after = absl::Milliseconds(json["retryAfter"].get<std::int64_t>());
  }
  if (json.contains("violations")) {
    for (const auto& item : json["violations"]) {
      details.violations.push_back({item.at(0).get<std::string>(), item.at(1).get<std::string>(),
                                    item.at(2).get<std::string>()});
    }
  }
  return details;
}

absl::Status InvalidFields(std::vector<Violation> violations) {
  std::string message;
  for (const auto& violation : violations) {
    absl::StrAppend(&message, message.empty() ? "" : "; ", violation.field, ": ",
                    violation.message);
  }
  return MakeError(
      absl::StatusCode::kInvalidArgument, message,
      {.reason = std::string(reason::kFieldViolation), .violations = std::move(violations)});
}

absl::Status NotFound(std::string_view resource) {
  return MakeError(absl::StatusCode::kNotFound, absl::StrCat("no such ", Absl(resource)),
                   {.reason = std::string(reason::kNotFound)});
}

absl::Status Conflict(std::string_view reason, std::string_view message) {
  return MakeError(absl::StatusCode::kAlreadyExists, message, {.reason = std::string(reason)});
}

absl::Status PreconditionFailed(std::string_view reason, std::string_view message) {
  return MakeError(absl::StatusCode::kFailedPrecondition, message, {.reason = std::string(reason)});
}

absl::Status Unavailable(std::string_view public_message, std::string_view internal) {
  return MakeError(absl::StatusCode::kUnavailable, public_message,
                   {.reason = std::string(reason::kUnavailable),
                    .retry_after = absl::Seconds(1),
                    .internal = std::string(internal)});
}

absl::Status Internal(std::string_view internal) {
  return MakeError(absl::StatusCode::kInternal, "internal error; the request id identifies it",
                   {.reason = std::string(reason::kInternal), .internal = std::string(internal)});
}

}  // namespace enlace::core
