#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/database.h"
#include "libs/db/relay_metrics.h"

namespace enlace::db {

// One row of the outbox, as the audit triggers and the access log wrote it.
struct OutboxEvent {
  core::Ulid event_id;
  core::Ulid tenant_id;
  absl::Time occurred_at;
  std::string event_type;  // WRITE, ACCESS, REFUSAL
  std::string action;      // CREATE, UPDATE, DELETE, RESTORE, READ, LIST, AUTHENTICATE, AUTHORIZE
  std::string resource_type;  // Patient, …, or Call
  std::vector<core::Ulid> resource_ids;
  std::int64_t resource_version = 0;  // only of writes
  std::string actor_type, actor_id, actor_email, request_id, ip, user_agent, endpoint;
  std::string before_json, after_json;  // empty where absent
  // Of refusals: why, and how many calls it stands for. Of accesses: what they were for.
  std::string reason;
  std::int64_t calls = 1;
};

// Where the relay ships to. Sees an event again after a crash: must keep it once, by event id.
class OutboxSink {
 public:
  virtual ~OutboxSink() = default;
  virtual absl::Status Deliver(const std::vector<OutboxEvent>& events) = 0;
};

// Ships the outbox in order. One thread; of several replicas only one ships at a time (advisory
// lock, held for the transaction). A batch is locked, delivered, then deleted in one transaction,
// so a kill at any moment delivers again and loses nothing. Polls, and is woken by NOTIFY-free
// `Wake()` after a commit of this process; a failing sink is retried with back-off up to 5 s.
class OutboxRelay {
 public:
  // `database` runs as the relay role; both must outlive the relay.
  OutboxRelay(PlatformDatabase& database, OutboxSink& sink,
              absl::Duration poll = absl::Milliseconds(200), RelayMetrics metrics = {});
  // Stops after the batch in hand.
  ~OutboxRelay();

  void Wake();

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace enlace::db
