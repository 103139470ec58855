#include "libs/rpc/audit_sink.h"

#include <utility>

#include "enlace/audit/v1/audit_service.grpc.pb.h"
#include "libs/core/log.h"
#include "libs/rpc/await.h"
#include "libs/rpc/status.h"

namespace enlace::rpc {
namespace {

namespace v1 = enlace::audit::v1;

void Fill(const db::OutboxEvent& from, v1::TenantAuditEvent* to) {
  to->set_tenant_id(from.tenant_id.ToString());
  to->set_before_json(from.before_json);
  to->set_after_json(from.after_json);
  auto* event = to->mutable_event();
  event->set_id(from.event_id.ToString());
  const auto micros = absl::ToUnixMicros(from.occurred_at);
  event->mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(absl::FromUnixMicros(micros)));
  event->mutable_occurred_at()->set_nanos(static_cast<int>(absl::ToInt64Nanoseconds(
      absl::FromUnixMicros(micros) - absl::FromUnixSeconds(event->occurred_at().seconds()))));
  event->set_event_type(from.event_type);
  event->set_action(from.action);
  event->set_resource_type(from.resource_type);
  for (const auto& id : from.resource_ids) event->add_resource_ids(id.ToString());
  event->set_resource_version(from.resource_version);
  event->mutable_actor()->set_type(from.actor_type);
  event->mutable_actor()->set_id(from.actor_id);
  event->mutable_actor()->set_email(from.actor_email);
  event->set_request_id(from.request_id);
  event->set_ip(from.ip);
  event->set_user_agent(from.user_agent);
  event->set_endpoint(from.endpoint);
  // Writes are committed, reads answered.
  event->set_success(from.event_type != "REFUSAL");
  if (!from.reason.empty()) event->set_reason(from.reason);
  event->set_calls(from.calls);
}

void LogRefusal(const absl::Status& status) {
  // The message names the event's place and field, never its content.
  core::Log(core::LogLevel::kError, "the audit service refuses an event for good: the relay stands",
            {{"code", absl::StatusCodeToString(status.code())}, {"detail", status.message()}});
}

}  // namespace

class AuditSink::Stub {
 public:
  Stub(std::shared_ptr<grpc::Channel> channel, std::string service_key)
      : audit_(v1::AuditService::NewStub(std::move(channel))),
        service_key_(std::move(service_key)) {}

  absl::Status Send(const v1::RecordAuditEventsRequest& request) const {
    grpc::ClientContext context;
    context.AddMetadata("x-api-key", service_key_);
    context.set_deadline(absl::ToChronoTime(absl::Now() + kDeadline));
    v1::RecordAuditEventsResponse response;
    const auto status = FromGrpcStatus(Await(&response, [&](auto* queue) {
      return audit_->PrepareAsyncRecordAuditEvents(&context, request, queue);
    }));
    if (absl::IsInvalidArgument(status)) LogRefusal(status);
    return status;
  }

 private:
  const std::unique_ptr<v1::AuditService::Stub> audit_;
  const std::string service_key_;
};

AuditSink::AuditSink(std::shared_ptr<grpc::Channel> channel, std::string service_key)
    : stub_(std::make_unique<Stub>(std::move(channel), std::move(service_key))) {}

AuditSink::~AuditSink() = default;

absl::Status AuditSink::Deliver(const std::vector<db::OutboxEvent>& events) {
  v1::RecordAuditEventsRequest batch;
  std::size_t bytes = 0;
  for (const auto& event : events) {
    v1::TenantAuditEvent next;
    Fill(event, &next);
    const auto size = next.ByteSizeLong();
    if (batch.events_size() == kMaxEvents ||
        (batch.events_size() > 0 && bytes + size > kMaxBytes)) {
      if (auto status = stub_->Send(batch); !status.ok()) return status;
      batch.clear_events();
      bytes = 0;
    }
    bytes += size;
    *batch.add_events() = std::move(next);
  }
  return batch.events_size() == 0 ? absl::OkStatus() : stub_->Send(batch);
}

}  // namespace enlace::rpc
