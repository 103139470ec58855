#pragma once

#include <grpcpp/grpcpp.h>

#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "libs/authn/authenticator.h"
#include "libs/core/clock.h"
#include "libs/db/access_log.h"
#include "libs/rpc/call.h"
#include "libs/rpc/method_rules.h"

namespace enlace::rpc {

// The one wrapper around every handler. Stages, in this order:
//   recover, trace, log, deadline, authenticate, authorize, disclose, handle
// each around the next. A call runs on a fiber of an event loop, and waits only as libs/loop lets
// it. The answer of an RPC that
// discloses personal data leaves only after its access record is durable; when that fails the call
// is UNAVAILABLE, and a non-empty answer for which the handler disclosed nothing is INTERNAL.
class Pipeline {
 public:
  // `access_log` may be null only for services none of whose RPCs discloses personal data. All
  // referenced objects must outlive the pipeline.
  Pipeline(authn::Authenticator& authenticator, db::AccessLog* access_log,
           const core::Clock& clock);

  // Names of the stages in the order in which they run.
  static std::vector<std::string_view> Stages();

  using Body = absl::FunctionRef<absl::Status(Call&)>;
  // Runs one call on the fiber that it is called on; the status is what the caller gets.
  grpc::Status Handle(const MethodRule& rule, grpc::ServerContext& context, Body body);

  // The answer to a call for which there is no place.
  grpc::Status Refuse(const MethodRule& rule, const grpc::ServerContext& context);

 private:
  friend struct PipelineStages;

  authn::Authenticator& authenticator_;
  db::AccessLog* const access_log_;
  const core::Clock& clock_;
};

}  // namespace enlace::rpc
