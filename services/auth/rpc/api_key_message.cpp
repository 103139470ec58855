#include "services/auth/rpc/api_key_message.h"

#include "libs/core/version_match.h"
#include "services/auth/rpc/timestamp.h"

namespace enlace::auth::rpc {

ApiKeyRequest ReadApiKeyRequest(const v1::CreateApiKeyRequest& request) {
  return {.name = request.name(),
          .scopes = {request.scopes().begin(), request.scopes().end()},
          .expires_at = request.expires_at(),
          .owner = request.owner(),
          .workflows = {request.workflows().begin(), request.workflows().end()}};
}

void WriteApiKey(const ApiKeyRecord& key, v1::ApiKey* message) {
  message->set_id(key.id.ToString());
  message->set_name(key.name);
  for (const auto& scope : key.scopes) message->add_scopes(scope);
  for (const auto& workflow : key.workflows) message->add_workflows(workflow);
  message->set_owner(key.owner);
  message->set_redacted(key.redacted);
  *message->mutable_created_at() = TimestampOf(key.created_at);
  if (key.expires_at) *message->mutable_expires_at() = TimestampOf(*key.expires_at);
  if (key.revoked_at) *message->mutable_revoked_at() = TimestampOf(*key.revoked_at);
  if (key.last_used_at) *message->mutable_last_used_at() = TimestampOf(*key.last_used_at);
  if (key.rotated_from_id) message->set_rotated_from_id(key.rotated_from_id->ToString());
  message->set_etag(core::EtagOf(key.version));
}

void WriteIssuedApiKey(const IssuedApiKey& key, v1::CreateApiKeyResponse* message) {
  WriteApiKey(key.record, message->mutable_api_key());
  message->set_plaintext(key.plaintext);
}

}  // namespace enlace::auth::rpc
