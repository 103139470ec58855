#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"
#include "libs/authn/authenticator.h"
#include "libs/core/clock.h"
#include "libs/db/access_log.h"
#include "libs/rpc/call.h"
#include "libs/rpc/worker_pool.h"

namespace enlace::rpc {

// What an RPC's proto declares about its callers.
struct MethodRule {
  std::string full_name;  // enlace.patient.v1.PatientService/GetPatient
  std::vector<int> roles;
  std::vector<std::string> scopes;
  bool discloses_personal_data = false;
};

// The one wrapper around every handler. Stages, in this order:
//   recover, trace, log, deadline, authenticate, authorize, handle, disclose
// A handler runs on a worker thread and may block. The answer of an RPC that discloses personal
// data leaves only after its access record is durable; with no record it is UNAVAILABLE.
class Pipeline {
 public:
  // `access_log` may be null only for services none of whose RPCs discloses personal data. All
  // referenced objects must outlive the pipeline.
  Pipeline(authn::Authenticator& authenticator, db::AccessLog* access_log, WorkerPool& workers,
           const core::Clock& clock);

  // Names of the stages in the order in which they run.
  static std::vector<std::string_view> Stages();

  // `method` is the descriptor index-free name of the RPC: "GetPatient". `handler` is
  // absl::Status(Call&, const Request&, Response&). Request and response live until the reactor ends.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Unary(const google::protobuf::ServiceDescriptor* service,
                                  std::string_view method, grpc::CallbackServerContext* context,
                                  const Request* request, Response* response, Handler handler) {
    return Start(service, method, context,
                 [request, response, handler = std::move(handler)](Call& call) -> absl::Status {
                   return handler(call, *request, *response);
                 });
  }

 private:
  using Body = std::function<absl::Status(Call&)>;
  grpc::ServerUnaryReactor* Start(const google::protobuf::ServiceDescriptor* service,
                                  std::string_view method, grpc::CallbackServerContext* context,
                                  Body body);
  struct Run;

  authn::Authenticator& authenticator_;
  db::AccessLog* const access_log_;
  WorkerPool& workers_;
  const core::Clock& clock_;
};

}  // namespace enlace::rpc
