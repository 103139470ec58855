#include "services/auth/domain/doctor_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/reasons.h"

namespace enlace::auth {
namespace {

constexpr std::string_view kRole = "provider";

// What of the request is judged here; the rest is the directory's.
Invitation Check(const DoctorRequest& request, std::vector<core::Violation>& violations) {
  auto checked = CheckInvitation({.email = request.email,
                                  .role = std::string(kRole),
                                  .job_title = request.job_title,
                                  .employee_id = request.employee_id},
                                 violations);
  CheckNewcomersName(request.first_name, request.last_name, violations);
  return checked;
}

}  // namespace

absl::StatusOr<AddedDoctor> DoctorService::Add(const db::TenantContext& context,
                                               const core::Ulid& inviter,
                                               const DoctorRequest& request,
                                               core::Language language, DoctorDirectory& directory,
                                               absl::Time deadline) {
  std::vector<core::Violation> violations;
  auto checked = Check(request, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (auto status = parts_.accounts.CheckNewMember(context, inviter, checked, deadline);
      !status.ok()) {
    return status;
  }
  const auto known = parts_.users.FindByEmail(checked.email, deadline);
  if (!known.ok()) return known.status();
  const auto doctor = directory.Create({.first_name = request.first_name,
                                        .last_name = request.last_name,
                                        .doc_type_id = request.doc_type_id,
                                        .doc_number = request.doc_number,
                                        .specialty = request.specialty},
                                       absl::StrCat("add-doctor ", checked.email));
  if (!doctor.ok()) return doctor.status();
  AddedDoctor added{.doctor_id = *doctor};
  if (!*known) {
    auto newcomer = parts_.newcomers.Add(context,
                                         {.email = checked.email,
                                          .first_name = request.first_name,
                                          .last_name = request.last_name,
                                          .role = checked.role,
                                          .job_title = checked.job_title,
                                          .employee_id = checked.employee_id,
                                          .doctor_id = added.doctor_id},
                                         deadline);
    if (!newcomer.ok()) return newcomer.status();
    added.newcomer = *std::move(newcomer);
    return added;
  }
  const auto mail = MakeMail(MailKind::kInvitation, checked.email, language, parts_.clock.Now());
  checked.id = mail.id;
  checked.doctor_id = *doctor;
  checked.created_at = mail.created_at;
  checked.expires_at = mail.expires_at;
  auto invited = parts_.accounts.Invite(context, checked, mail, deadline);
  if (!invited.ok()) return invited;
  added.invitation = std::move(checked);
  return added;
}

}  // namespace enlace::auth
