#include "services/auth/domain/member.h"

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>

#include "libs/core/reasons.h"

namespace enlace::auth {
namespace {

std::map<std::string, std::string> Faults(const InvitationRequest& request) {
  std::vector<core::Violation> violations;
  CheckInvitation(request, violations);
  std::map<std::string, std::string> faults;
  for (const auto& one : violations) faults[one.field] = one.reason;
  return faults;
}

TEST_CASE("an invitation is stored in one form, however it is written") {
  std::vector<core::Violation> violations;
  for (const std::string role :
       {"CLINICAL_STAFF", "clinical_staff", " ROLE_CLINICAL_STAFF ", "Role_Clinical_Staff"}) {
    INFO(role);
    const auto invitation = CheckInvitation({.email = " Ana@Example.com",
                                             .role = role,
                                             .job_title = " Jefe de enfermería ",
                                             .employee_id = "E-1"},
                                            violations);
    CHECK(violations.empty());
    CHECK(invitation.email == "ana@example.com");
    CHECK(invitation.role == authn::Role::kClinicalStaff);
    CHECK(invitation.job_title == "Jefe de enfermería");
    CHECK(invitation.employee_id == "E-1");
  }
}

TEST_CASE("everything that is wrong with an invitation is said at once") {
  CHECK(Faults({.email = "", .role = ""}) ==
        std::map<std::string, std::string>{{"email", std::string(core::reason::kRequired)},
                                           {"role", std::string(core::reason::kRequired)}});
  CHECK(Faults({.email = "no address",
                .role = "PLATFORM_ADMIN",
                .job_title = std::string(121, 'x'),
                .employee_id = std::string(41, 'x')}) ==
        std::map<std::string, std::string>{{"email", std::string(core::reason::kEmailFormat)},
                                           {"role", std::string(core::reason::kEnumValue)},
                                           {"jobTitle", std::string(core::reason::kTextLength)},
                                           {"employeeId", std::string(core::reason::kTextLength)}});
}

TEST_CASE("no role of the platform, of keys or of patients is given to a member") {
  for (const std::string role : {"PLATFORM_ADMIN", "INTERNAL_SERVICE", "SERVICE_ACCOUNT", "PATIENT",
                                 "PROXY", "LINK", "ROLE_UNSPECIFIED", "ROLE_"}) {
    INFO(role);
    MemberChanges changes{.role = role};
    std::vector<core::Violation> violations;
    CheckMemberChanges(changes, violations);
    CHECK(violations.size() == 1);
  }
}

TEST_CASE("an empty text clears what a member has") {
  MemberChanges changes{.job_title = " ", .employee_id = ""};
  std::vector<core::Violation> violations;
  CheckMemberChanges(changes, violations);
  CHECK(violations.empty());
  CHECK(changes.job_title == "");
  CHECK(changes.employee_id == "");
  CHECK_FALSE(changes.empty());
}

}  // namespace
}  // namespace enlace::auth
