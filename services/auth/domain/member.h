#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/authn/principal.h"
#include "libs/core/error.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// A person of a tenant's staff. All but ids, role and times is personal data.
struct Member {
  core::Ulid id;
  core::Ulid user_id;
  std::string email, first_name, last_name;
  authn::Role role = authn::Role::kUnspecified;
  // Empty: none is known.
  std::string job_title, employee_id;
  // Of the appointment service; absent: the person is no doctor here.
  std::optional<core::Ulid> doctor_id;
  // Names of those to whose patients it is limited; empty: it is not limited. Empty of who
  // administers.
  std::vector<std::string> workflows;
  // Of somebody of the platform who acts in the tenant's name until then; empty of everybody else.
  std::string acting_reason;
  std::optional<absl::Time> ends_at;
  bool active = true;
  absl::Time created_at;
  std::int64_t version = 0;
};

// What is to change of a member; absent: stays as it is. Empty texts clear.
struct MemberChanges {
  std::optional<std::string> role;
  std::optional<bool> active;
  std::optional<std::string> job_title, employee_id;
  std::optional<std::vector<std::string>> workflows;

  bool empty() const { return !role && !active && !job_title && !employee_id && !workflows; }
};

// An invitation to become a member.
struct Invitation {
  core::Ulid id;
  // In lower case.
  std::string email;
  authn::Role role = authn::Role::kUnspecified;
  // Empty: none is known.
  std::string job_title, employee_id;
  // The doctor whom the person is.
  std::optional<core::Ulid> doctor_id;
  // As of a member.
  std::vector<std::string> workflows;
  absl::Time created_at, expires_at;
};

struct InvitationRequest {
  std::string email, role, job_title, employee_id;
  std::vector<std::string> workflows;
};

// Puts the texts into their stored form and adds everything that is wrong:
//   email        REQUIRED, EMAIL_FORMAT
//   role         a role of people                        REQUIRED, ENUM_VALUE
//   jobTitle     at most 120 characters                  TEXT_LENGTH, TEXT_CONTROL
//   employeeId   at most 40 characters                   TEXT_LENGTH, TEXT_CONTROL
//   workflows    at most 50; none of who administers     LIST_LENGTH, WORKFLOW_UNKNOWN
// The answer has neither id nor times.
Invitation CheckInvitation(const InvitationRequest& request,
                           std::vector<core::Violation>& violations);

// The same rules for the fields that change.
void CheckMemberChanges(MemberChanges& changes, std::vector<core::Violation>& violations);

}  // namespace enlace::auth
