#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/authn/principal.h"
#include "libs/core/error.h"
#include "services/auth/domain/api_key_record.h"

namespace enlace::auth {

inline constexpr absl::Duration kDefaultOverlap = absl::Hours(24);
inline constexpr absl::Duration kMaxOverlap = absl::Hours(7 * 24);

// The name, scopes, owner and expiry of the key that `caller` asks for at the time `now`; the id
// and what follows from it are left out. Adds everything that is wrong:
//   name       2 to 120 characters                          REQUIRED, TEXT_LENGTH, TEXT_CONTROL
//   scopes     at least one, known, and for a tenant's key  REQUIRED, SCOPE_UNKNOWN,
//              none that it lacks itself; doubles are        SCOPE_NOT_HELD
//              dropped
//   workflows  at most 50; a limited key can't make   LIST_LENGTH, WORKFLOW_UNKNOWN
//              one that is not; doubles are dropped
//   expiresAt  after `now`, before 2200                     TIME_…, TIME_PAST
//   owner      an e-mail; a platform admin must send one    REQUIRED, EMAIL_FORMAT
ApiKeyRecord CheckApiKeyRequest(const ApiKeyRequest& request, const authn::Principal& caller,
                                absl::Time now, std::vector<core::Violation>& violations);

// Adds DURATION_RANGE unless the overlap is from 0 to 7 days.
void CheckOverlap(absl::Duration overlap, std::vector<core::Violation>& violations);

// Whether `caller` may have the successor of `old` at the time `now`, whose plaintext it will see:
// PERMISSION_DENIED (SCOPE_MISSING) when a tenant's key lacks one of its scopes, and NOT_FOUND when
// it is not limited to workflows of the caller's, so that no key gains a right by rotating a
// stronger one; FAILED_PRECONDITION (KEY_NOT_ACTIVE) when `old` is revoked or expired.
absl::Status CheckRotation(const ApiKeyRecord& old, const authn::Principal& caller, absl::Time now);

// The successor's name, scopes, owner and lifetime are the old key's.
ApiKeyRecord SuccessorOf(const ApiKeyRecord& old, absl::Time now);

// When the old key ends: after the overlap, or earlier when it would have anyway.
absl::Time EndOfOverlap(const ApiKeyRecord& old, absl::Time now, absl::Duration overlap);

}  // namespace enlace::auth
