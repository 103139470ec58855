#pragma once

#include "enlace/auth/v1/identity_service.grpc.pb.h"
#include "libs/authn/token_key.h"
#include "libs/rpc/unary_service.h"
#include "services/auth/domain/account_service.h"
#include "services/auth/domain/acting_service.h"
#include "services/auth/domain/mfa_service.h"
#include "services/auth/domain/password_service.h"
#include "services/auth/domain/session_service.h"
#include "services/auth/domain/sign_in_service.h"

namespace enlace::auth::rpc {

// enlace.auth.v1.IdentityService over the domain's services. Thread-safe.
class IdentityRpc final : public enlace::rpc::UnaryService<v1::IdentityService> {
 public:
  // All must outlive it.
  IdentityRpc(enlace::rpc::Pipeline& pipeline, SignInService& sign_ins, SessionService& sessions,
              PasswordService& passwords, AccountService& accounts, MfaService& mfa,
              ActingService& acting, const authn::TokenKeySet& token_keys);

 private:
  void AddSignInRpcs();
  void AddSessionRpcs();
  void AddAccountRpcs();
  void AddMfaRpcs();

  SignInService& sign_ins_;
  SessionService& sessions_;
  PasswordService& passwords_;
  AccountService& accounts_;
  MfaService& mfa_;
  ActingService& acting_;
  const authn::TokenKeySet& token_keys_;
};

}  // namespace enlace::auth::rpc
