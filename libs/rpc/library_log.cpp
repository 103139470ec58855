#include "libs/rpc/library_log.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>

#include <string>

#include "libs/core/log.h"

namespace enlace::rpc {
namespace {

void FromProtobuf(google::protobuf::LogLevel level, const char* /*file*/, int /*line*/,
                  const std::string& text) {
  // Mostly about what a caller sent: a field that is no UTF-8 is an error to protobuf.
  const auto ours =
      level == google::protobuf::LOGLEVEL_INFO ? core::LogLevel::kInfo : core::LogLevel::kWarning;
  core::Log(ours, "protobuf says", {{"text", text}});
}

void FromGrpc(gpr_log_func_args* said) {
  auto ours = core::LogLevel::kDebug;
  if (said->severity == GPR_LOG_SEVERITY_INFO) ours = core::LogLevel::kInfo;
  if (said->severity == GPR_LOG_SEVERITY_ERROR) ours = core::LogLevel::kWarning;
  core::Log(ours, "gRPC says", {{"text", std::string(said->message)}});
}

}  // namespace

void RouteLibraryLogs() {
  google::protobuf::SetLogHandler(&FromProtobuf);
  gpr_set_log_function(&FromGrpc);
}

}  // namespace enlace::rpc
