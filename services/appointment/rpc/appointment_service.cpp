#include "services/appointment/rpc/appointment_service.h"

#include <optional>
#include <utility>

#include "libs/core/reasons.h"
#include "libs/rpc/tenant_id.h"
#include "libs/rpc/warnings.h"
#include "services/appointment/rpc/inline_patient_client.h"
#include "services/appointment/rpc/messages.h"
#include "services/appointment/rpc/patient_client.h"

namespace enlace::appointment::rpc {
namespace {

using enlace::rpc::Call;

// A new appointment: its fields are the caller's own, so that nothing is disclosed.
absl::Status Answer(const Call& call, const absl::StatusOr<Appointment>& appointment,
                    v1::Appointment& response) {
  if (!appointment.ok()) return appointment.status();
  Fill(*appointment, call.language(), &response);
  return absl::OkStatus();
}

// An appointment that was there before: even an update that changes nothing reads it.
absl::Status Disclose(Call& call, const absl::StatusOr<Appointment>& appointment,
                      v1::Appointment& response) {
  if (appointment.ok()) call.Disclose("Appointment", appointment->id);
  return Answer(call, appointment, response);
}

absl::Status Create(Call& call, Bookings& bookings, const Alternatives& alternatives,
                    AppointmentService::Patients& patients,
                    const v1::CreateAppointmentRequest& request, v1::Appointment& response) {
  PatientClient patient_service(patients, call);
  std::optional<InlinePatientClient> inline_patient;
  if (request.has_patient()) {
    // The booking's own right is not enough, whoever has the document.
    if (!call.principal().HasScope("patients:write")) {
      return core::refusal::ScopeMissing("patients:write");
    }
    inline_patient.emplace(patients, call, request.patient());
  }
  BookingNotes notes;
  const auto booked = bookings.Create(CallerOf(call), patient_service, DraftOf(request), notes,
                                      inline_patient ? &*inline_patient : nullptr);
  enlace::rpc::FillWarnings(notes.warnings, call.language(), &response);
  auto status = Answer(call, booked, response);
  if (status.ok() && inline_patient && inline_patient->imagined()) response.clear_patient_id();
  return alternatives.Add(std::move(status), call, notes.taken);
}

absl::Status List(Call& call, Bookings& bookings, PatientDirectory& patients,
                  const enlace::rpc::PageTokens& page_tokens,
                  const v1::ListAppointmentsRequest& request,
                  v1::ListAppointmentsResponse& response) {
  const auto tenant = call.principal().tenant_id;
  std::vector<core::Violation> violations;
  const auto asked = page_tokens.Read(tenant, request, violations);
  const auto page = bookings.List(CallerOf(call), patients, QueryOf(request), asked.size,
                                  asked.after, std::move(violations));
  if (!page.ok()) return page.status();
  const auto language = call.language();
  for (const auto& appointment : page->appointments) {
    call.Disclose("Appointment", appointment.id);
    Fill(appointment, language, response.add_appointments());
  }
  if (page->next) response.set_next_page_token(page_tokens.Make(tenant, request, *page->next));
  return absl::OkStatus();
}

absl::Status Follow(const Call& call, PatientWorkflows& patient_workflows,
                    const v1::FollowPatientWorkflowRequest& request) {
  const auto tenant_id = enlace::rpc::TenantIdOf(request.tenant_id());
  if (!tenant_id) return core::refusal::NotFoundTenant();
  const auto patient_id = core::Ulid::Parse(request.patient_id());
  if (!patient_id) return core::refusal::NotFoundPatient();
  return patient_workflows.Follow(
      {.context = call.context_for(*tenant_id), .deadline = call.deadline()}, *patient_id,
      request.has_workflow() ? std::optional(request.workflow()) : std::nullopt);
}

}  // namespace

AppointmentService::AppointmentService(enlace::rpc::Pipeline& pipeline, Bookings& bookings,
                                       PatientWorkflows& patient_workflows,
                                       const Alternatives& alternatives, Patients& patients,
                                       const enlace::rpc::PageTokens& page_tokens)
    : UnaryService(pipeline),
      bookings_(bookings),
      patient_workflows_(patient_workflows),
      alternatives_(alternatives),
      patients_(patients),
      page_tokens_(page_tokens) {
  Add<v1::CreateAppointmentRequest, v1::Appointment>(
      "CreateAppointment", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Create(call, bookings_, alternatives_, patients_, in, out);
      });
  Add<v1::GetAppointmentRequest, v1::Appointment>(
      "GetAppointment", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Disclose(call, bookings_.Get(CallerOf(call), in.id()), out);
      });
  Add<v1::ListAppointmentsRequest, v1::ListAppointmentsResponse>(
      "ListAppointments", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        PatientClient patient_service(patients_, call);
        return List(call, bookings_, patient_service, page_tokens_, in, out);
      });
  Add<v1::UpdateAppointmentRequest, v1::Appointment>(
      "UpdateAppointment", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        BookingNotes notes;
        const auto changed = bookings_.Update(CallerOf(call), in.id(), PatchOf(in), notes);
        enlace::rpc::FillWarnings(notes.warnings, call.language(), &out);
        return alternatives_.Add(Disclose(call, changed, out), call, notes.taken);
      });
  Add<v1::CancelAppointmentRequest, v1::Appointment>(
      "CancelAppointment", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Disclose(call, bookings_.Cancel(CallerOf(call), in.id(), in.comment()), out);
      });
  Add<v1::DeleteAppointmentRequest, google::protobuf::Empty>(
      "DeleteAppointment", [this](Call& call, const auto& in, auto&) -> absl::Status {
        return bookings_.Delete(CallerOf(call), in.id());
      });
  Add<v1::FollowPatientWorkflowRequest, google::protobuf::Empty>(
      "FollowPatientWorkflow", [this](Call& call, const auto& in, auto&) -> absl::Status {
        return Follow(call, patient_workflows_, in);
      });
}

}  // namespace enlace::appointment::rpc
