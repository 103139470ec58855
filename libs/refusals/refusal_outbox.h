#pragma once

#include "libs/db/database.h"
#include "libs/refusals/refusal.h"

namespace enlace::refusals {

// Refusals in a service's outbox, from where they go to the audit service.
class RefusalOutbox final : public RefusalStore {
 public:
  // `database` runs as the relay role and must outlive the outbox.
  explicit RefusalOutbox(db::PlatformDatabase& database);
  // With a statement of the service's own, which is given the columns of ParamsOf.
  RefusalOutbox(db::PlatformDatabase& database, const db::Statement& insert);

  absl::Status Store(const std::vector<Refusal>& refusals, absl::Time deadline) override;

 private:
  db::PlatformDatabase& database_;
  const db::Statement& insert_;
};

// For SQL: a table `refused` of the statement's parameters, with one row for each refusal.
#define ENLACE_REFUSED                                                                       \
  " unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::uuid[],"   \
  " $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[]," \
  " $14::text[], $15::bigint[])"                                                             \
  " AS refused (tenant_id, event_id, occurred_at, action, resource_type, resource_id,"       \
  " actor_type, actor_id, actor_email, request_id, ip, user_agent, endpoint, reason, calls) "

// For SQL: inserts into the outbox, as events of the expression `tenant`, what follows: a FROM that
// holds ENLACE_REFUSED.
#define ENLACE_INSERT_REFUSED(tenant)                                                        \
  "INSERT INTO outbox (tenant_id, event_id, occurred_at, event_type, action, resource_type," \
  " resource_ids, actor_type, actor_id, actor_email, request_id, ip, user_agent, endpoint,"  \
  " reason, calls) SELECT " tenant                                                           \
  ", event_id, occurred_at, 'REFUSAL', action,"                                              \
  " CASE resource_type WHEN '' THEN 'Call' ELSE resource_type END,"                          \
  " CASE resource_type WHEN '' THEN '{}' ELSE ARRAY[resource_id] END,"                       \
  " actor_type, actor_id, actor_email, request_id, ip, user_agent, endpoint, reason, calls "

}  // namespace enlace::refusals
