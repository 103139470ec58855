#include "services/audit/rpc/audit_service.h"

namespace enlace::audit::rpc {
AuditService::AuditService(EventRepository& events, enlace::rpc::Pipeline& pipeline,
                           const enlace::rpc::PageTokens& page_tokens)
    : UnaryService(pipeline), events_(events), page_tokens_(page_tokens) {
  Add<v1::ListAuditEventsRequest, v1::ListAuditEventsResponse>(
      "ListAuditEvents", [this](auto& call, const auto& in, auto& out) {
        return rpc::ListAuditEvents(events_, page_tokens_, call, in, out);
      });
  Add<v1::ListPatientAccessesRequest, v1::ListPatientAccessesResponse>(
      "ListPatientAccesses", [this](auto& call, const auto& in, auto& out) {
        return rpc::ListPatientAccesses(events_, page_tokens_, call, in, out);
      });
  Add<v1::RecordAuditEventsRequest, v1::RecordAuditEventsResponse>(
      "RecordAuditEvents", [this](auto& call, const auto& in, auto& out) {
        return rpc::RecordAuditEvents(events_, call, in, out);
      });
  Add<v1::ErasePersonFromAuditRequest, google::protobuf::Empty>(
      "ErasePersonFromAudit", [this](auto& call, const auto& in, auto&) {
        return rpc::ErasePersonFromAudit(events_, call, in);
      });
}

}  // namespace enlace::audit::rpc
