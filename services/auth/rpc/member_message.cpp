#include "services/auth/rpc/member_message.h"

#include <optional>
#include <string>

#include "libs/core/reasons.h"
#include "libs/core/version_match.h"
#include "services/auth/rpc/timestamp.h"

namespace enlace::auth::rpc {

MemberChanges ReadMemberChanges(const v1::UpdateMemberRequest& request,
                                std::vector<core::Violation>& violations) {
  MemberChanges changes;
  if (request.has_role()) changes.role = request.role();
  if (request.has_active()) changes.active = request.active();
  if (request.has_job_title()) changes.job_title = request.job_title();
  if (request.has_employee_id()) changes.employee_id = request.employee_id();
  if (!request.workflows().empty()) {
    changes.workflows = std::vector(request.workflows().begin(), request.workflows().end());
  }
  const auto clear = [&](std::optional<std::string>& change, const std::string& field) {
    if (change) violations.push_back(core::violation::ClearFieldSent(field));
    change = "";
  };
  for (const auto& field : request.clear_fields()) {
    if (field == "jobTitle") {
      clear(changes.job_title, field);
    } else if (field == "employeeId") {
      clear(changes.employee_id, field);
    } else if (field == "workflows") {
      if (changes.workflows) violations.push_back(core::violation::ClearFieldSent(field));
      changes.workflows.emplace();
    } else if (field == "role" || field == "active") {
      violations.push_back(core::violation::ClearField(field));
    } else {
      // The name comes from the caller: it is not repeated.
      violations.push_back(core::violation::ClearFieldUnknown("clearFields"));
    }
  }
  return changes;
}

InvitationRequest ReadInvitation(const v1::CreateInvitationRequest& request) {
  return {.email = request.email(),
          .role = request.role(),
          .job_title = request.job_title(),
          .employee_id = request.employee_id(),
          .workflows = {request.workflows().begin(), request.workflows().end()}};
}

void WriteMember(const Member& member, v1::Member& message) {
  message.set_id(member.id.ToString());
  message.set_user_id(member.user_id.ToString());
  message.set_email(member.email);
  message.set_first_name(member.first_name);
  message.set_last_name(member.last_name);
  message.set_role(static_cast<common::v1::Role>(member.role));
  if (!member.job_title.empty()) message.set_job_title(member.job_title);
  if (!member.employee_id.empty()) message.set_employee_id(member.employee_id);
  if (member.doctor_id) message.set_doctor_id(member.doctor_id->ToString());
  for (const auto& workflow : member.workflows) message.add_workflows(workflow);
  if (member.ends_at) {
    message.set_acting_reason(member.acting_reason);
    *message.mutable_ends_at() = TimestampOf(*member.ends_at);
  }
  message.set_active(member.active);
  *message.mutable_created_at() = TimestampOf(member.created_at);
  message.set_etag(core::EtagOf(member.version));
}

void WriteInvitation(const Invitation& invitation, v1::Invitation& message) {
  message.set_id(invitation.id.ToString());
  message.set_email(invitation.email);
  message.set_role(static_cast<common::v1::Role>(invitation.role));
  if (!invitation.job_title.empty()) message.set_job_title(invitation.job_title);
  if (!invitation.employee_id.empty()) message.set_employee_id(invitation.employee_id);
  *message.mutable_created_at() = TimestampOf(invitation.created_at);
  *message.mutable_expires_at() = TimestampOf(invitation.expires_at);
  if (invitation.doctor_id) message.set_doctor_id(invitation.doctor_id->ToString());
  for (const auto& workflow : invitation.workflows) message.add_workflows(workflow);
}

DoctorRequest ReadDoctor(const v1::AddDoctorRequest& request) {
  return {.email = request.email(),
          .first_name = request.first_name(),
          .last_name = request.last_name(),
          .doc_type_id = request.doc_type_id(),
          .doc_number = request.doc_number(),
          .specialty = request.specialty(),
          .job_title = request.job_title(),
          .employee_id = request.employee_id()};
}

void WriteDoctor(const AddedDoctor& doctor, v1::AddDoctorResponse& message) {
  message.set_doctor_id(doctor.doctor_id.ToString());
  if (doctor.invitation) WriteInvitation(*doctor.invitation, *message.mutable_invitation());
  if (!doctor.newcomer) return;
  WriteMember(doctor.newcomer->member, *message.mutable_member());
  message.set_temporary_password(doctor.newcomer->temporary_password);
  *message.mutable_temporary_password_expires_at() = TimestampOf(doctor.newcomer->expires_at);
}

void WriteAdministrator(const Newcomer& newcomer, v1::AddAdministratorResponse& message) {
  WriteMember(newcomer.member, *message.mutable_member());
  message.set_temporary_password(newcomer.temporary_password);
  *message.mutable_temporary_password_expires_at() = TimestampOf(newcomer.expires_at);
}

}  // namespace enlace::auth::rpc
