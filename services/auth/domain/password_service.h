#pragma once

#include <string>

#include "absl/status/status.h"
#include "libs/authn/principal.h"
#include "libs/core/clock.h"
#include "libs/db/context.h"
#include "services/auth/domain/password_gate.h"
#include "services/auth/domain/sign_in_throttle.h"
#include "services/auth/domain/user_repository.h"

namespace enlace::auth {

// Changes passwords. Thread-safe.
class PasswordService {
 public:
  // All must outlive the service.
  PasswordService(UserRepository& users, PasswordGate& gate, SignInThrottle& throttle,
                  const core::Clock& clock)
      : users_(users), gate_(gate), throttle_(throttle), clock_(clock) {}

  // Changes the password of `caller`, a person, and ends all of its sessions but the caller's.
  //   INVALID_ARGUMENT     PASSWORD: the new one may not be chosen, or is the present one
  //   UNAUTHENTICATED      SIGN_IN_REFUSED: `present` is not the present one
  //   RESOURCE_EXHAUSTED   TOO_MANY_SIGN_INS: guesses at it are slowed down like sign-ins
  absl::Status Change(const db::TenantContext& context, const authn::Principal& caller,
                      const std::string& present, const std::string& next, absl::Time deadline);

 private:
  UserRepository& users_;
  PasswordGate& gate_;
  SignInThrottle& throttle_;
  const core::Clock& clock_;
};

}  // namespace enlace::auth
