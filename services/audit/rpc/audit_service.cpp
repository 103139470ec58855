#include "services/audit/rpc/audit_service.h"

namespace enlace::audit::rpc {
namespace {

const google::protobuf::ServiceDescriptor* Descriptor() {
  static const auto* descriptor =
      v1::ListAuditEventsRequest::descriptor()->file()->pool()->FindServiceByName(
          v1::AuditService::service_full_name());
  return descriptor;
}

}  // namespace

grpc::ServerUnaryReactor* AuditService::ListAuditEvents(grpc::CallbackServerContext* context,
                                                        const v1::ListAuditEventsRequest* request,
                                                        v1::ListAuditEventsResponse* response) {
  return pipeline_.Unary(Descriptor(), "ListAuditEvents", context, request, response,
                         [this](auto& call, const auto& in, auto& out) {
                           return rpc::ListAuditEvents(events_, call, in, out);
                         });
}

grpc::ServerUnaryReactor* AuditService::RecordAuditEvents(
    grpc::CallbackServerContext* context, const v1::RecordAuditEventsRequest* request,
    v1::RecordAuditEventsResponse* response) {
  return pipeline_.Unary(Descriptor(), "RecordAuditEvents", context, request, response,
                         [this](auto& call, const auto& in, auto& out) {
                           return rpc::RecordAuditEvents(events_, call, in, out);
                         });
}

}  // namespace enlace::audit::rpc
