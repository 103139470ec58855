#pragma once

#include <google/protobuf/timestamp.pb.h>

#include "absl/time/time.h"
#include "enlace/appointment/v1/appointment.pb.h"
#include "enlace/appointment/v1/directory.pb.h"
#include "libs/rpc/call.h"
#include "services/appointment/domain/appointment.h"
#include "services/appointment/domain/appointment_filter.h"
#include "services/appointment/domain/caller.h"
#include "services/appointment/domain/location.h"
#include "services/appointment/domain/practitioner.h"

// Protos to the domain's types and back.
namespace enlace::appointment::rpc {

// On whose behalf a call runs.
Caller CallerOf(const enlace::rpc::Call& call);

// Microseconds.
google::protobuf::Timestamp TimestampOf(absl::Time time);

AppointmentDraft DraftOf(const v1::CreateAppointmentRequest& request);
AppointmentPatch PatchOf(const v1::UpdateAppointmentRequest& request);
AppointmentQuery QueryOf(const v1::ListAppointmentsRequest& request);
PractitionerInput InputOf(const v1::CreatePractitionerRequest& request);
PractitionerInput InputOf(const v1::UpdatePractitionerRequest& request);
// Nullopt where the id is none. Not judged: the auth service has done so.
std::optional<Practitioner> PractitionerOf(const v1::EnsurePractitionerRequest& request);
LocationInput InputOf(const v1::CreateLocationRequest& request);
LocationInput InputOf(const v1::UpdateLocationRequest& request);

// `language`: the one that the caller asks for.
void Fill(const Appointment& appointment, core::Language language, v1::Appointment* message);
void Fill(const Practitioner& practitioner, v1::Practitioner* message);
void Fill(const Location& location, v1::Location* message);

}  // namespace enlace::appointment::rpc
