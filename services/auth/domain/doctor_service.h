#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "libs/core/language.h"
#include "services/auth/domain/account_repository.h"
#include "services/auth/domain/doctor_directory.h"
#include "services/auth/domain/newcomer.h"
#include "services/auth/domain/user_repository.h"

namespace enlace::auth {

struct DoctorRequest {
  std::string email, first_name, last_name, doc_type_id, doc_number, specialty, job_title,
      employee_id;
};

// A doctor who was added.
struct AddedDoctor {
  core::Ulid doctor_id;
  // Or, for who has a user already, an invitation.
  std::optional<Newcomer> newcomer;
  std::optional<Invitation> invitation;
};

// Adds doctors to a tenant. Thread-safe.
class DoctorService {
 public:
  struct Parts {
    UserRepository& users;
    AccountRepository& accounts;
    Newcomers& newcomers;
    const core::Clock& clock;
  };
  // All parts must outlive the service.
  explicit DoctorService(const Parts& parts) : parts_(parts) {}

  // Makes the doctor's profile in the directory, and then its user and membership, or an invitation
  // where the e-mail has a user: nobody is made a member without being asked. A repeat after an
  // error goes on with the profile that is there. `inviter` is the user who adds.
  //   INVALID_ARGUMENT     as of invitations and of the directory, which are asked one after the
  //                        other
  //   FAILED_PRECONDITION  EMAIL_NOT_VERIFIED of the inviter, PLAN_LIMIT
  //   ALREADY_EXISTS       MEMBER, EMPLOYEE_ID, and what the directory says of the document
  absl::StatusOr<AddedDoctor> Add(const db::TenantContext& context, const core::Ulid& inviter,
                                  const DoctorRequest& request, core::Language language,
                                  DoctorDirectory& directory, absl::Time deadline);

 private:
  const Parts parts_;
};

}  // namespace enlace::auth
