#pragma once

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "libs/core/reasons.h"
#include "libs/rpc/call.h"
#include "libs/rpc/clinical_fields.h"
#include "libs/rpc/pipeline.h"
#include "libs/rpc/queued_service.h"
#include "libs/rpc/server_stream.h"
#include "libs/rpc/stream_writer.h"

namespace enlace::rpc {

// The stream of a call that is in the pipeline.
template <typename Response>
class CallStream final : public StreamWriter<Response> {
 public:
  // How long a credential that was looked at is good for.
  static constexpr absl::Duration kLookedAt = absl::Seconds(30);

  // All must outlive it.
  CallStream(Pipeline& pipeline, const MethodRule& rule, const Call& call,
             ServerStream<Response>& stream)
      : pipeline_(pipeline), rule_(rule), call_(call), stream_(stream) {}

  bool Write(const Response& message) override {
    if (late() || !allowed()) return false;
    begun_ = true;
    if (call_.principal().role != authn::Role::kAdministrativeStaff) {
      return stream_.Write(message, call_.deadline());
    }
    Response concealed = message;
    ClearClinicalFields(concealed);
    return stream_.Write(concealed, call_.deadline());
  }

  bool Pause(absl::Duration duration) override {
    const auto until = std::min(absl::Now() + duration, call_.deadline());
    return !late() && allowed() && stream_.Pause(until) && !late();
  }

  absl::Status End() const override {
    if (!allowed_.ok()) return allowed_;
    if (late()) return core::refusal::DeadlineExceeded();
    return stream_.gone() ? core::refusal::Cancelled() : core::refusal::Unavailable();
  }

  // Whether a message was written.
  bool begun() const { return begun_; }

 private:
  bool late() const { return absl::Now() >= call_.deadline(); }

  // A key may be revoked, and a token expires, while the stream lasts.
  bool allowed() {
    const auto now = absl::Now();
    if (allowed_.ok() && now >= looked_at_ + kLookedAt) {
      allowed_ = pipeline_.StillAllows(rule_, call_, std::min(now + kLookedAt, call_.deadline()));
      looked_at_ = now;
    }
    return allowed_.ok();
  }

  Pipeline& pipeline_;
  const MethodRule& rule_;
  const Call& call_;
  ServerStream<Response>& stream_;
  bool begun_ = false;
  absl::Time looked_at_ = absl::Now();
  absl::Status allowed_;
};

// Base of our services all of whose RPCs stream their answer. As UnaryService, but that a handler
// is absl::Status(Call&, const Request&, StreamWriter<Response>&), and records what it discloses by
// itself, before it writes it: the pipeline, which does so for one answer, would come too late.
template <typename Contract>
class StreamService : public QueuedUnaryService<typename Contract::AsyncService> {
 protected:
  explicit StreamService(Pipeline& pipeline) : pipeline_(pipeline) {}

  // `longest`: the stream ends by then, whatever deadline the caller has.
  template <typename Request, typename Response, typename Handler>
  void Add(std::string_view method, absl::Duration longest, Handler handler) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        Contract::service_full_name());
    const MethodRule& rule = RuleOf(service, method);
    const std::shared_ptr<MethodMetrics> metrics = pipeline_.MetricsOf(rule);
    this->template AcceptStreams<Request, Response>(
        service->FindMethodByName(std::string(method))->index(),
        [this, &rule, metrics, longest, handler = std::move(handler)](
            grpc::ServerContext& context, const Request& request, ServerStream<Response>& stream) {
          Response none;
          Pipeline::Messages messages{request, none, {}};
          messages.longest_stream = longest;
          messages.metrics = metrics.get();
          return pipeline_.Handle(rule, context, messages, [&](Call& call) {
            CallStream<Response> writer(pipeline_, rule, call, stream);
            auto outcome = handler(call, request, writer);
            call.SetAnswerEmpty(!writer.begun());
            return outcome;
          });
        },
        [this, &rule, metrics](grpc::ServerContext& context) {
          metrics->Refuse();
          return pipeline_.Refuse(rule, context);
        });
  }

 private:
  Pipeline& pipeline_;
};

}  // namespace enlace::rpc
