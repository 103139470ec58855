#include "services/audit/rpc/audit_stream_service.h"

namespace enlace::audit::rpc {

AuditStreamService::AuditStreamService(EventRepository& events, ExportRepository& chain,
                                       enlace::rpc::Pipeline& pipeline)
    : StreamService(pipeline), events_(events), chain_(chain) {
  Add<v1::ExportAuditEventsRequest, v1::ExportedAuditEvent>(
      "ExportAuditEvents", kLongestExport, [this](auto& call, const auto& in, auto& out) {
        return rpc::ExportAuditEvents(events_, chain_, call, in, out);
      });
  Add<v1::WatchAuditEventsRequest, v1::WatchedAuditEvent>(
      "WatchAuditEvents", kLongestWatch, [this](auto& call, const auto& in, auto& out) {
        return rpc::WatchAuditEvents(events_, chain_, {}, call, in, out);
      });
}

}  // namespace enlace::audit::rpc
