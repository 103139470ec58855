#pragma once

#include <vector>

#include "enlace/auth/v1/member.pb.h"
#include "libs/core/error.h"
#include "services/auth/domain/doctor_service.h"
#include "services/auth/domain/member.h"

namespace enlace::auth::rpc {

// Adds CLEAR_FIELD for what was sent as null and can't be.
MemberChanges ReadMemberChanges(const v1::UpdateMemberRequest& request,
                                std::vector<core::Violation>& violations);
InvitationRequest ReadInvitation(const v1::CreateInvitationRequest& request);

DoctorRequest ReadDoctor(const v1::AddDoctorRequest& request);

void WriteDoctor(const AddedDoctor& doctor, v1::AddDoctorResponse& message);
void WriteMember(const Member& member, v1::Member& message);
void WriteInvitation(const Invitation& invitation, v1::Invitation& message);
void WriteAdministrator(const Newcomer& newcomer, v1::AddAdministratorResponse& message);

}  // namespace enlace::auth::rpc
