#include "services/auth/domain/member.h"

#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "libs/clinical/text.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/registration.h"
#include "services/auth/domain/staff_role.h"
#include "services/auth/domain/workflow_rules.h"

namespace enlace::auth {
namespace {

using Violations = std::vector<core::Violation>;

constexpr std::string_view kRoles =
    "ORGANIZATION_ADMIN, PROVIDER, CLINICAL_STAFF, ADMINISTRATIVE_STAFF, AUDITOR";
constexpr clinical::TextRule kJobTitle{.max_characters = 120};
constexpr clinical::TextRule kEmployeeId{.max_characters = 40};

// Also as answers spell it, with ROLE_ before it.
authn::Role CheckRole(std::string_view text, Violations& violations) {
  if (clinical::Trim(text).empty()) {
    violations.push_back(core::violation::Required("role"));
    return authn::Role::kUnspecified;
  }
  const auto lower = absl::AsciiStrToLower(core::Absl(clinical::Trim(text)));
  const auto role = ReadStaffRole(core::Std(absl::StripPrefix(lower, "role_")));
  if (role == authn::Role::kUnspecified) {
    violations.push_back(core::violation::EnumValue("role", kRoles));
  }
  return role;
}

std::vector<std::string> CheckWorkflows(const std::vector<std::string>& names, bool administers,
                                        Violations& violations) {
  if (administers && !names.empty()) {
    violations.push_back(core::violation::WorkflowUnknownAdmin("workflows"));
  }
  return CheckWorkflowLimit(names, violations);
}

}  // namespace

Invitation CheckInvitation(const InvitationRequest& request, Violations& violations) {
  Invitation invitation;
  invitation.email = CheckUserEmail(request.email, "email", violations);
  invitation.role = CheckRole(request.role, violations);
  invitation.job_title = clinical::CheckText(request.job_title, "jobTitle", kJobTitle, violations);
  invitation.employee_id =
      clinical::CheckText(request.employee_id, "employeeId", kEmployeeId, violations);
  invitation.workflows = CheckWorkflows(
      request.workflows, invitation.role == authn::Role::kOrganizationAdmin, violations);
  return invitation;
}

void CheckMemberChanges(MemberChanges& changes, Violations& violations) {
  if (changes.role) changes.role = StaffRoleName(CheckRole(*changes.role, violations));
  if (changes.job_title) {
    changes.job_title = clinical::CheckText(*changes.job_title, "jobTitle", kJobTitle, violations);
  }
  if (changes.employee_id) {
    changes.employee_id =
        clinical::CheckText(*changes.employee_id, "employeeId", kEmployeeId, violations);
  }
  if (changes.workflows) {
    const bool administers =
        changes.role && *changes.role == StaffRoleName(authn::Role::kOrganizationAdmin);
    changes.workflows = CheckWorkflows(*changes.workflows, administers, violations);
  }
}

}  // namespace enlace::auth
