#pragma once

#include "enlace/auth/v1/identity.pb.h"
#include "libs/authn/token_key.h"
#include "services/auth/domain/registration.h"
#include "services/auth/domain/sign_in_service.h"

namespace enlace::auth::rpc {

RegistrationRequest ReadRegistration(const v1::RegisterClinicRequest& request);

void WriteSignIn(const SignedIn& signed_in, v1::SignInResponse& message);

// But for whether it is the one that asks.
void WriteSession(const SessionSummary& session, v1::Session& message);

void WriteTokenKeys(const authn::TokenKeySet& keys, v1::TokenKeySet& message);

}  // namespace enlace::auth::rpc
