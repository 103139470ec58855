#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "libs/core/language.h"

namespace enlace::rpc {

// The one mapper from our errors to gRPC: the code, the public message, and google.rpc.Status
// details (ErrorInfo with domain "enlace", BadRequest, RetryInfo, RequestInfo), its texts in the
// caller's language. ErrorInfo.metadata holds what fills the text. The internal message stays
// behind.
grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view request_id,
                          core::Language language = core::Language::kEnglish);

// Adds a message of our own to the details that ToGrpcStatus makes of an error.
void AddDetail(const google::protobuf::Message& detail, absl::Status& error);

// Has `edit` change each of those messages; one whose type is not known here is taken out.
void EditDetails(absl::Status& error, absl::FunctionRef<void(google::protobuf::Message&)> edit);

// The other way, for answers of other services: code, message, reason, violations and retry time.
// The texts stay in the language that the other service was asked for.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace enlace::rpc
