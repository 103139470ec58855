#pragma once

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "libs/rpc/call.h"
#include "libs/rpc/pipeline.h"
#include "libs/rpc/queued_service.h"

namespace enlace::rpc {

// A message that bears the version of its resource.
template <typename Message>
concept HasEtag = requires(const Message& message) {
  { message.has_etag() } -> std::same_as<bool>;
};

// A request of an RPC that writes.
template <typename Message>
concept IsWrite = requires(const Message& message) {
  { message.idempotency_key() } -> std::convertible_to<std::string>;
  { message.validate_only() } -> std::same_as<bool>;
};

// Base of our services. `Contract` is the class that protoc makes of a service all of whose RPCs
// are unary. Each RPC is added once, in the constructor; its handler runs inside of the pipeline,
// on a fiber of an event loop.
//
//   class PatientRpc final : public rpc::UnaryService<v1::PatientService> {
//    public:
//     explicit PatientRpc(rpc::Pipeline& pipeline) : UnaryService(pipeline) {
//       Add<v1::GetPatientRequest, v1::Patient>("GetPatient", [](Call& call, const auto& request,
//                                                                auto& response) {…});
//     }
//   };
template <typename Contract>
class UnaryService : public QueuedUnaryService<typename Contract::AsyncService> {
 protected:
  explicit UnaryService(Pipeline& pipeline) : pipeline_(pipeline) {}

  // `handler` is absl::Status(Call&, const Request&, Response&).
  template <typename Request, typename Response, typename Handler>
  void Add(std::string_view method, Handler handler) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        Contract::service_full_name());
    const MethodRule& rule = RuleOf(service, method);
    const std::shared_ptr<MethodMetrics> metrics = pipeline_.MetricsOf(rule);
    this->template Accept<Request, Response>(
        {.index = service->FindMethodByName(std::string(method))->index(),
         .handle =
             [this, &rule, metrics, handler = std::move(handler)](
                 grpc::ServerContext& context, const Request& request, Response& response) {
               Pipeline::Messages messages{request, response, {}};
               messages.metrics = metrics.get();
               if constexpr (IsWrite<Request>) {
                 messages.idempotency_key = request.idempotency_key();
                 messages.validate_only = request.validate_only();
               }
               auto status = pipeline_.Handle(rule, context, messages, [&](Call& call) {
                 auto outcome = handler(call, request, response);
                 call.SetAnswerEmpty(response.ByteSizeLong() == 0);
                 return outcome;
               });
               if constexpr (HasEtag<Response>) {
                 if (status.ok() && response.has_etag()) {
                   context.AddInitialMetadata("etag", response.etag());
                 }
               }
               return status;
             },
         .refuse =
             [this, &rule, metrics](grpc::ServerContext& context) {
               metrics->Refuse();
               return pipeline_.Refuse(rule, context);
             }});
  }

 private:
  Pipeline& pipeline_;
};

}  // namespace enlace::rpc
