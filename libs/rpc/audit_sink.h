#pragma once

#include <grpcpp/grpcpp.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/db/outbox_relay.h"

namespace enlace::rpc {

// Ships a service's outbox to the audit service (AuditService.RecordAuditEvents), in order and in
// batches of at most kMaxEvents and about kMaxBytes; a single event that is larger travels alone.
// The audit service keeps an event once, so a batch may be delivered again. Thread-safe.
class AuditSink final : public db::OutboxSink {
 public:
  static constexpr int kMaxEvents = 1'000;
  static constexpr std::size_t kMaxBytes = 2'000'000;
  // For each batch: the relay holds its rows locked until the answer.
  static constexpr absl::Duration kDeadline = absl::Seconds(10);

  // `service_key` is the plaintext of an API key of the role internal_service.
  AuditSink(std::shared_ptr<grpc::Channel> channel, std::string service_key);
  ~AuditSink() override;

  // OK when the audit service has stored all events. Otherwise its error, and the earlier batches
  // may be stored. INVALID_ARGUMENT (an event that it will never take) is logged as an error: the
  // relay can't go on before that is mended, and nothing is dropped.
  absl::Status Deliver(const std::vector<db::OutboxEvent>& events) override;

 private:
  class Stub;
  const std::unique_ptr<Stub> stub_;
};

}  // namespace enlace::rpc
