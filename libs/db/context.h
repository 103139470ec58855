#pragma once

#include <string>

#include "libs/core/ulid.h"
#include "libs/tracing/span.h"

namespace enlace::db {

class WriteIntent;

// Who acts, for which tenant, in which request. Becomes transaction-local settings (app.*) that
// the row-level-security policies and the audit triggers read; nothing outlives the transaction.
struct TenantContext {
  core::Ulid tenant_id;
  // Id of the key or user.
  std::string actor_id;
  // API_KEY, USER, PLATFORM or SERVICE.
  std::string actor_type;
  // E-mail of the credential's owner; may be empty.
  std::string actor_email;
  // E-mail whose rows alone are visible; empty: all rows of the tenant.
  std::string owner_scope;
  // ULID of the person whose rows alone are visible; empty: no such limit.
  std::string subject;
  // Names of the workflows whose patients alone are visible, with commas between them; empty: no
  // such limit.
  std::string workflows;
  std::string request_id;
  std::string ip;
  std::string user_agent;
  // Where in which trace; its id becomes part of application_name.
  tracing::Place place;
  // What becomes of the transactions that write (libs/db/write_intent.h); null: they commit. Not
  // owned.
  WriteIntent* intent = nullptr;
};

}  // namespace enlace::db
