#include "libs/rpc/status.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "libs/core/reason_text.h"
#include "libs/core/reasons.h"

namespace enlace::rpc {
namespace {

constexpr std::string_view kDomain = "enlace";
// Of the types of details; also what tells them from other payloads of a status.
constexpr std::string_view kTypeUrls = "type.googleapis.com/";

google::rpc::BadRequest ToBadRequest(const std::vector<core::Violation>& violations,
                                     core::Language language) {
  google::rpc::BadRequest message;
  for (const auto& violation : violations) {
    auto* item = message.add_field_violations();
    item->set_field(violation.field);
    item->set_description(core::TextOf(violation, language));
    item->set_reason(violation.reason);
  }
  return message;
}

google::rpc::RetryInfo ToRetryInfo(absl::Duration delay) {
  google::rpc::RetryInfo message;
  const auto millis = absl::ToInt64Milliseconds(delay);
  message.mutable_retry_delay()->set_seconds(millis / 1000);
  message.mutable_retry_delay()->set_nanos(static_cast<int>(millis % 1000 * 1'000'000));
  return message;
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view request_id,
                          core::Language language) {
  if (status.ok()) return grpc::Status::OK;
  const auto details = core::DetailsOf(status);
  // An error that nobody gave a public message must not show its own.
  const bool ours = details.reason == core::reason::kInternal;
  const auto public_status = ours ? core::Internal("") : status;
  const auto text = core::TextOf(public_status, language);

  google::rpc::Status message;
  message.set_code(static_cast<int>(public_status.code()));
  message.set_message(text);
  google::rpc::ErrorInfo info;
  info.set_reason(details.reason);
  info.set_domain(std::string(kDomain));
  for (const auto& [name, value] : details.params) (*info.mutable_metadata())[name] = value;
  message.add_details()->PackFrom(info);
  if (!details.violations.empty()) {
    message.add_details()->PackFrom(ToBadRequest(details.violations, language));
  }
  if (details.retry_after) message.add_details()->PackFrom(ToRetryInfo(*details.retry_after));
  status.ForEachPayload([&message](absl::string_view type, const absl::Cord& value) {
    if (!absl::StartsWith(type, core::Absl(kTypeUrls))) return;
    auto* detail = message.add_details();
    detail->set_type_url(std::string(type));
    detail->set_value(std::string(value));
  });
  google::rpc::RequestInfo request;
  request.set_request_id(std::string(request_id));
  message.add_details()->PackFrom(request);
  return {static_cast<grpc::StatusCode>(public_status.code()), text, message.SerializeAsString()};
}

void AddDetail(const google::protobuf::Message& detail, absl::Status& error) {
  error.SetPayload(absl::StrCat(core::Absl(kTypeUrls), detail.GetDescriptor()->full_name()),
                   absl::Cord(detail.SerializeAsString()));
}

void EditDetails(absl::Status& error, absl::FunctionRef<void(google::protobuf::Message&)> edit) {
  std::vector<std::pair<std::string, std::optional<absl::Cord>>> edited;
  error.ForEachPayload([&](absl::string_view url, const absl::Cord& value) {
    auto type = url;
    if (!absl::ConsumePrefix(&type, core::Absl(kTypeUrls))) return;
    auto& [key, detail] = edited.emplace_back(std::string(url), std::nullopt);
    const auto* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
            std::string(type));
    if (descriptor == nullptr) return;
    const std::unique_ptr<google::protobuf::Message> message(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
    if (!message->ParseFromString(std::string(value))) return;
    edit(*message);
    detail = absl::Cord(message->SerializeAsString());
  });
  for (auto& [url, detail] : edited) {
    if (detail) {
      error.SetPayload(url, *std::move(detail));
    } else {
      error.ErasePayload(url);
    }
  }
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  core::ErrorDetails details;
  google::rpc::Status message;
  if (!message.ParseFromString(status.error_details()) || message.details().empty()) {
    // Not from our own mapper: made by the transport, so its text is not for callers.
    details = core::DetailsOf(core::refusal::Unavailable());
    details.internal = status.error_message();
    return core::MakeError(code, core::TextOf(core::refusal::Unavailable(), {}), details);
  }
  for (const auto& any : message.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry;
    if (any.UnpackTo(&info)) {
      details.reason = info.reason();
    } else if (any.UnpackTo(&bad_request)) {
      for (const auto& item : bad_request.field_violations()) {
        details.violations.push_back({item.field(), item.reason(), item.description()});
      }
    } else if (any.UnpackTo(&retry)) {
      details.retry_after = absl::Seconds(retry.retry_delay().seconds()) +
                            absl::Nanoseconds(retry.retry_delay().nanos());
    }
  }
  return core::MakeError(code, status.error_message(), details);
}

}  // namespace enlace::rpc
