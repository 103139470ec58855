#pragma once

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "libs/authn/authenticator.h"
#include "libs/core/clock.h"
#include "libs/db/access_log.h"
#include "libs/loop/worker_pool.h"
#include "libs/rpc/call.h"

namespace enlace::rpc {

// The one wrapper around every handler. Stages, in this order:
//   recover, trace, log, deadline, authenticate, authorize, disclose, handle
// each around the next. A handler runs on a worker thread and may block. The answer of an RPC that
// discloses personal data leaves only after its access record is durable; when that fails the call
// is UNAVAILABLE, and a non-empty answer for which the handler disclosed nothing is INTERNAL.
class Pipeline {
 public:
  // `access_log` may be null only for services none of whose RPCs discloses personal data. All
  // referenced objects must outlive the pipeline.
  Pipeline(authn::Authenticator& authenticator, db::AccessLog* access_log,
           loop::WorkerPool& workers, const core::Clock& clock);

  // Names of the stages in the order in which they run.
  static std::vector<std::string_view> Stages();

  // `method` is the name of the RPC in its service: "GetPatient". `handler` is
  // absl::Status(Call&, const Request&, Response&).
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Unary(const google::protobuf::ServiceDescriptor* service,
                                  std::string_view method, grpc::CallbackServerContext* context,
                                  const Request* request, Response* response, Handler handler) {
    return Start(service, method, context,
                 [request, response, handler = std::move(handler)](Call& call) -> absl::Status {
                   auto status = handler(call, *request, *response);
                   call.answer_is_empty_ = response->ByteSizeLong() == 0;
                   return status;
                 });
  }

 private:
  friend struct PipelineStages;
  using Body = std::function<absl::Status(Call&)>;

  grpc::ServerUnaryReactor* Start(const google::protobuf::ServiceDescriptor* service,
                                  std::string_view method, grpc::CallbackServerContext* context,
                                  Body body);

  authn::Authenticator& authenticator_;
  db::AccessLog* const access_log_;
  loop::WorkerPool& workers_;
  const core::Clock& clock_;
};

}  // namespace enlace::rpc
