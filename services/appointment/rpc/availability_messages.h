#pragma once

#include "enlace/appointment/v1/availability.pb.h"
#include "libs/core/language.h"
#include "services/appointment/domain/availabilities.h"
#include "services/appointment/domain/practitioner_role.h"

// Protos of roles, exceptions and holidays to the domain's types and back.
namespace enlace::appointment::rpc {

PractitionerRoleDraft DraftOf(const v1::CreatePractitionerRoleRequest& request);
PractitionerRolePatch PatchOf(const v1::UpdatePractitionerRoleRequest& request);
ScheduleExceptionDraft DraftOf(const v1::CreateScheduleExceptionRequest& request);

void Fill(const PractitionerRole& role, v1::PractitionerRole* message);
void Fill(const ScheduleException& exception, v1::ScheduleException* message);
// `language`: the one that the caller asks for.
void Fill(const Holiday& holiday, core::Language language, v1::Holiday* message);

}  // namespace enlace::appointment::rpc
