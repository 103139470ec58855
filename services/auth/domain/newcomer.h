#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "libs/core/error.h"
#include "services/auth/domain/account_repository.h"
#include "services/auth/domain/password_gate.h"

namespace enlace::auth {

// How long a temporary password may be changed for one of the person's own.
inline constexpr absl::Duration kTemporaryPasswordLifetime = absl::Hours(72);

// A person with a user of its own since just now.
struct Newcomer {
  Member member;
  // Shown once; the first sign-in demands another one.
  std::string temporary_password;
  absl::Time expires_at;
};

// Adds REQUIRED, TEXT_LENGTH and TEXT_CONTROL to firstName and lastName.
void CheckNewcomersName(const std::string& first_name, const std::string& last_name,
                        std::vector<core::Violation>& violations);

// Makes users with temporary passwords members of a tenant. Thread-safe.
class Newcomers {
 public:
  // All must outlive it.
  Newcomers(AccountRepository& accounts, PasswordGate& gate, const core::Clock& clock)
      : accounts_(accounts), gate_(gate), clock_(clock) {}

  // Of `member`, what was checked of a person: e-mail, names, role and what else it is; ids and
  // times are given here. ABORTED (CONCURRENT_CHANGE) when somebody has the e-mail; ALREADY_EXISTS
  // (EMPLOYEE_ID); RESOURCE_EXHAUSTED while too many passwords are hashed.
  absl::StatusOr<Newcomer> Add(const db::TenantContext& context, Member member,
                               absl::Time deadline);

 private:
  AccountRepository& accounts_;
  PasswordGate& gate_;
  const core::Clock& clock_;
};

}  // namespace enlace::auth
