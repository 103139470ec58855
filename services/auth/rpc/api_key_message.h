#pragma once

#include "enlace/auth/v1/auth.pb.h"
#include "services/auth/domain/api_key_record.h"

namespace enlace::auth::rpc {

ApiKeyRequest ReadApiKeyRequest(const v1::CreateApiKeyRequest& request);

void WriteApiKey(const ApiKeyRecord& key, v1::ApiKey* message);

// With the plaintext: the only answer that holds it.
void WriteIssuedApiKey(const IssuedApiKey& key, v1::CreateApiKeyResponse* message);

}  // namespace enlace::auth::rpc
