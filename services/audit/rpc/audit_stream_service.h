#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "enlace/audit/v1/audit_stream_service.grpc.pb.h"
#include "libs/rpc/stream_service.h"
#include "services/audit/domain/event_repository.h"
#include "services/audit/domain/export_repository.h"

namespace enlace::audit::rpc {

// enlace.audit.v1.AuditStreamService. Thread-safe.
class AuditStreamService final : public enlace::rpc::StreamService<v1::AuditStreamService> {
 public:
  // How long a stream lasts at most.
  static constexpr absl::Duration kLongestExport = absl::Minutes(10);
  static constexpr absl::Duration kLongestWatch = absl::Hours(1);

  // All must outlive the service. Looks at the audit are recorded in `events`.
  AuditStreamService(EventRepository& events, ExportRepository& chain,
                     enlace::rpc::Pipeline& pipeline);

 private:
  EventRepository& events_;
  ExportRepository& chain_;
};

// How often a watch looks for what is new, and how long it is silent at most.
struct WatchTimes {
  absl::Duration poll = absl::Milliseconds(500);
  absl::Duration silence = absl::Seconds(15);
};

// What the RPCs do once their caller is known.
absl::Status ExportAuditEvents(EventRepository& events, ExportRepository& chain,
                               enlace::rpc::Call& call, const v1::ExportAuditEventsRequest& request,
                               enlace::rpc::StreamWriter<v1::ExportedAuditEvent>& writer);
absl::Status WatchAuditEvents(EventRepository& events, ExportRepository& chain,
                              const WatchTimes& times, enlace::rpc::Call& call,
                              const v1::WatchAuditEventsRequest& request,
                              enlace::rpc::StreamWriter<v1::WatchedAuditEvent>& writer);

}  // namespace enlace::audit::rpc
