#pragma once

#include <google/protobuf/empty.pb.h>

#include "absl/status/status.h"
#include "enlace/audit/v1/audit_service.grpc.pb.h"
#include "libs/rpc/page.h"
#include "libs/rpc/unary_service.h"
#include "services/audit/domain/event_repository.h"

namespace enlace::audit::rpc {

// Bytes of a request that the server must take. A row before and after a write, as JSON text, is a
// multiple of the request that wrote it, and one event that could not be delivered would hold up
// its service's relay for good.
inline constexpr int kLargestRequest = 64 << 20;

// enlace.audit.v1.AuditService. Thread-safe.
class AuditService final : public enlace::rpc::UnaryService<v1::AuditService> {
 public:
  // All must outlive the service.
  AuditService(EventRepository& events, enlace::rpc::Pipeline& pipeline,
               const enlace::rpc::PageTokens& page_tokens);

 private:
  EventRepository& events_;
  const enlace::rpc::PageTokens& page_tokens_;
};

// What the RPCs do once their caller is known.
absl::Status ListAuditEvents(EventRepository& events, const enlace::rpc::PageTokens& page_tokens,
                             enlace::rpc::Call& call, const v1::ListAuditEventsRequest& request,
                             v1::ListAuditEventsResponse& response);
absl::Status ListPatientAccesses(EventRepository& events,
                                 const enlace::rpc::PageTokens& page_tokens,
                                 enlace::rpc::Call& call,
                                 const v1::ListPatientAccessesRequest& request,
                                 v1::ListPatientAccessesResponse& response);
absl::Status RecordAuditEvents(EventRepository& events, enlace::rpc::Call& call,
                               const v1::RecordAuditEventsRequest& request,
                               v1::RecordAuditEventsResponse& response);
absl::Status ErasePersonFromAudit(EventRepository& events, enlace::rpc::Call& call,
                                  const v1::ErasePersonFromAuditRequest& request);

}  // namespace enlace::audit::rpc
