#include "libs/core/error.h"

#include <nlohmann/json.hpp>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"

namespace enlace::core {
namespace {

constexpr std::string_view kPayload = "enlace/error";

// Which text of the catalogue it is, and what fills it.
void WriteText(const std::optional<std::string>& wording, const Params& params,
               nlohmann::json& out) {
  if (wording) out["wording"] = *wording;
  if (!params.empty()) out["params"] = params;
}

void ReadText(const nlohmann::json& in, std::optional<std::string>& wording, Params& params) {
  if (in.contains("wording")) wording = in["wording"].get<std::string>();
  if (in.contains("params")) params = in["params"].get<Params>();
}

}  // namespace

absl::Status MakeError(absl::StatusCode code, std::string_view public_message,
                       const ErrorDetails& details) {
  nlohmann::json payload = {{"reason", details.reason}};
  if (!details.internal.empty()) payload["internal"] = details.internal;
  if (details.retry_after) payload["retryAfter"] = absl::ToInt64Milliseconds(*details.retry_after);
  WriteText(details.wording, details.params, payload);
  for (const auto& violation : details.violations) {
    nlohmann::json item = {
        {"field", violation.field}, {"reason", violation.reason}, {"message", violation.message}};
    WriteText(violation.wording, violation.params, item);
    payload["violations"].push_back(std::move(item));
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
  ReadText(json, details.wording, details.params);
  if (json.contains("retryAfter")) {
    details.retry_after = absl::Milliseconds(json["retryAfter"].get<std::int64_t>());
  }
  if (json.contains("violations")) {
    for (const auto& item : json["violations"]) {
      Violation violation{item.at("field").get<std::string>(), item.at("reason").get<std::string>(),
                          item.at("message").get<std::string>()};
      ReadText(item, violation.wording, violation.params);
      details.violations.push_back(std::move(violation));
    }
  }
  return details;
}

absl::Status WithInternal(const absl::Status& status, std::string_view internal) {
  auto details = DetailsOf(status);
  details.internal = std::string(internal);
  return MakeError(status.code(), Std(status.message()), details);
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

absl::Status Internal(std::string_view internal) {
  return WithInternal(refusal::Internal(), internal);
}

}  // namespace enlace::core
