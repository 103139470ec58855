#include "services/auth/domain/doctor_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/recovery_code.h"
#include "services/auth/domain/registration.h"

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
  const clinical::TextRule name{.max_characters = kMostNameCharacters, .required = true};
  clinical::CheckText(request.first_name, "firstName", name, violations);
  clinical::CheckText(request.last_name, "lastName", name, violations);
  return checked;
}

}  // namespace

absl::Status DoctorService::MakeUser(const db::TenantContext& context, const DoctorRequest& request,
                                     const Invitation& checked, AddedDoctor& added,
                                     absl::Time deadline) {
  const auto now = parts_.clock.Now();
  added.temporary_password = NewTemporaryPassword();
  added.expires_at = now + kTemporaryPasswordLifetime;
  auto hash = parts_.gate.Hash(added.temporary_password, deadline);
  if (!hash.ok()) return hash.status();
  Member member{.id = core::Ulid::Generate(now),
                .user_id = core::Ulid::Generate(now),
                .email = checked.email,
                .first_name = std::string(clinical::Trim(request.first_name)),
                .last_name = std::string(clinical::Trim(request.last_name)),
                .role = checked.role,
                .job_title = checked.job_title,
                .employee_id = checked.employee_id,
                .doctor_id = added.doctor_id,
                .created_at = now,
                .version = 1};
  const auto stored =
      parts_.accounts.AddMember(context, member, *hash, added.expires_at, now, deadline);
  if (!stored.ok()) return stored.status();
  // Somebody took the e-mail meanwhile: a repeat invites.
  if (!*stored) return core::refusal::ConcurrentChange();
  added.member = std::move(member);
  return absl::OkStatus();
}

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
    if (auto made = MakeUser(context, request, checked, added, deadline); !made.ok()) return made;
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
