#pragma once

#include "enlace/auth/v1/identity.pb.h"
#include "libs/authn/token_key.h"
#include "libs/rpc/call.h"
#include "services/auth/domain/registration.h"
#include "services/auth/domain/sign_in_service.h"

namespace enlace::auth::rpc {

// Who signs in has no tenant yet: the domain fills in tenant and actor.
db::TenantContext Anybody(const enlace::rpc::Call& call);

RegistrationRequest ReadRegistration(const enlace::rpc::Call& call,
                                     const v1::RegisterClinicRequest& request);

// Titles in the language of the call's audience.
absl::Status AnswerSignIn(const enlace::rpc::Call& call, const absl::StatusOr<SignedIn>& signed_in,
                          v1::SignInResponse& response);

// But for whether it is the one that asks.
void WriteSession(const SessionSummary& session, v1::Session& message);

void WriteTokenKeys(const authn::TokenKeySet& keys, v1::TokenKeySet& message);

}  // namespace enlace::auth::rpc
