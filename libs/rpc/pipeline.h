#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "libs/authn/authenticator.h"
#include "libs/core/clock.h"
#include "libs/db/access_log.h"
#include "libs/metrics/registry.h"
#include "libs/refusals/refusal_log.h"
#include "libs/rpc/call.h"
#include "libs/rpc/method_metrics.h"
#include "libs/rpc/method_rules.h"
#include "libs/rpc/repeats.h"
#include "libs/rpc/tenant_share.h"
#include "libs/tracing/span.h"
#include "libs/usage/request_counter.h"

namespace enlace::rpc {

// The one wrapper around every handler. Stages, in this order:
//   recover, trace, log, refusals, deadline, authenticate, authorize, share, conceal, disclose,
//   write, handle
// each around the next. A call runs on a fiber of an event loop, and waits only as libs/loop lets
// it. The answer of an RPC that
// discloses personal data leaves only after its access record is durable; when that fails the call
// is UNAVAILABLE, and a non-empty answer for which the handler disclosed nothing is INTERNAL.
// An RPC that writes does so once under an idempotency key, and only tries when it is asked to
// validate: docs/adr/0015. What services alone may call is refused over TLS unless the certificate
// is of one that does (libs/rpc/tls.h), whatever the credential. A call of a tenant is counted once
// it is authenticated, unless it is part of another one. One that fails at authentication or is
// denied leaves a record (libs/refusals), soon and without waiting for it. A call with the metadata
// x-already-refused is refused whatever comes of it, with what its handler finds wrong: nothing of
// it is stored or disclosed. (The handler of what is no read and could not be rolled back does not
// run.) Of administrative staff a clinical field is refused in what it sends (CLINICAL_FIELD), and
// cleared from what it is answered: libs/rpc/clinical_fields.h. A stream
// (libs/rpc/stream_service.h) goes through the same stages; its handler runs until it ends, and one
// that is refused already runs none.
class Pipeline {
 public:
  // `access_log` may be null only for services none of whose RPCs discloses personal data,
  // `repeats` for those none of whose RPCs writes, `requests` where calls are not counted,
  // `refusals` where refused calls leave no record, `metrics` where none are kept, `shares` where a
  // tenant may take all places, `tracing` where no spans are recorded. All referenced objects must
  // outlive the pipeline.
  Pipeline(authn::Authenticator& authenticator, db::AccessLog* access_log, const core::Clock& clock,
           const Repeats* repeats = nullptr, usage::RequestCounter* requests = nullptr,
           refusals::RefusalLog* refusals = nullptr, metrics::Registry* metrics = nullptr,
           TenantShare* shares = nullptr, tracing::Tracing* tracing = nullptr);

  // Names of the stages in the order in which they run.
  static std::vector<std::string_view> Stages();

  // What is asked and answered. The last two are fields of requests of RPCs that write.
  struct Messages {
    const google::protobuf::Message& request;
    google::protobuf::Message& response;
    std::string_view idempotency_key;
    bool validate_only = false;
    // Of an RPC that streams its answer, which `response` is not then: how long it may last.
    std::optional<absl::Duration> longest_stream = std::nullopt;
    // Counts the call; nobody does when null.
    MethodMetrics* metrics = nullptr;
  };
  using Body = absl::FunctionRef<absl::Status(Call&)>;
  // Runs one call on the fiber that it is called on; the status is what the caller gets.
  grpc::Status Handle(const MethodRule& rule, grpc::ServerContext& context,
                      const Messages& messages, Body body);

  // Whether a call that lasts would still be let in: a credential may end meanwhile.
  absl::Status StillAllows(const MethodRule& rule, const Call& call, absl::Time deadline);

  // What counts the calls of an RPC: to be made once for each, when it is added.
  std::unique_ptr<MethodMetrics> MetricsOf(const MethodRule& rule) const;

  // The answer to a call for which there is no place.
  grpc::Status Refuse(const MethodRule& rule, const grpc::ServerContext& context);

 private:
  friend struct PipelineStages;

  authn::Authenticator& authenticator_;
  db::AccessLog* const access_log_;
  const core::Clock& clock_;
  const Repeats* const repeats_;
  usage::RequestCounter* const requests_;
  refusals::RefusalLog* const refusals_;
  metrics::Registry* const metrics_;
  TenantShare* const shares_;
  tracing::Tracing* const tracing_;
  metrics::Counter broken_glass_;
};

}  // namespace enlace::rpc
