#pragma once

#include <grpcpp/grpcpp.h>

#include <string_view>

#include "absl/status/status.h"

namespace enlace::rpc {

// The one mapper from our errors to gRPC: the code, the public message, and google.rpc.Status
// details (ErrorInfo with domain "enlace", BadRequest, RetryInfo, RequestInfo). The internal
// message stays behind.
grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view request_id);

// The other way, for answers of other services: code, message, reason, violations and retry time.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace enlace::rpc
