#pragma once

#include <memory>
#include <string_view>

#include <grpcpp/channel.h>

#include "libs/authn/authenticator.h"

namespace enlace::authn {

// Resolves credentials by asking the auth service who the caller is, with the caller's own
// credential. Thread-safe. UNAUTHENTICATED (CREDENTIAL_INVALID) when the auth service says so;
// UNAVAILABLE for every other failure.
std::unique_ptr<CredentialResolver> MakeGrpcResolver(std::shared_ptr<grpc::Channel> auth);

// Asks the auth service for the keys of access tokens. UNAVAILABLE when it can't be reached.
TokenJudge::Fetch MakeTokenKeyFetch(std::shared_ptr<grpc::Channel> auth);

}  // namespace enlace::authn
