#include "libs/rpc/health.h"

#include <google/protobuf/descriptor.h>

namespace enlace::rpc {
namespace {

namespace v1 = grpc::health::v1;

const google::protobuf::ServiceDescriptor* FindService(const std::string& name) {
  return google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
}

}  // namespace

Health::Health() {
  const auto* health = FindService(v1::Health::service_full_name());
  const grpc::Status only_check(grpc::StatusCode::UNIMPLEMENTED, "ask Check");
  Accept<v1::HealthCheckRequest, v1::HealthCheckResponse>(
      {.index = health->FindMethodByName("Check")->index(),
       .handle =
           [this](grpc::ServerContext&, const v1::HealthCheckRequest& request,
                  v1::HealthCheckResponse& response) {
             if (!request.service().empty() && FindService(request.service()) == nullptr) {
               return grpc::Status(grpc::StatusCode::NOT_FOUND, "no service of this name");
             }
             response.set_status(serving_ ? v1::HealthCheckResponse::SERVING
                                          : v1::HealthCheckResponse::NOT_SERVING);
             return grpc::Status::OK;
           },
       .refuse = nullptr});
  Accept<v1::HealthListRequest, v1::HealthListResponse>(
      {.index = health->FindMethodByName("List")->index(),
       .handle = [only_check](auto&, auto&, auto&) { return only_check; },
       .refuse = nullptr});
  RefuseStreams<v1::HealthCheckRequest, v1::HealthCheckResponse>(
      health->FindMethodByName("Watch")->index(), only_check);
}

}  // namespace enlace::rpc
