#include "services/appointment/rpc/messages.h"

#include <google/protobuf/util/time_util.h>

#include "libs/core/spoken.h"
#include "libs/core/time_zone.h"
#include "libs/core/version_match.h"
#include "libs/rpc/struct_json.h"

namespace enlace::appointment::rpc {
namespace {

std::optional<std::string> If(bool sent, const std::string& value) {
  return sent ? std::optional(value) : std::nullopt;
}

}  // namespace

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

Caller CallerOf(const enlace::rpc::Call& call) {
  return {.context = call.tenant_context(),
          .owner_id = call.principal().owner_id,
          .time_zone = call.principal().time_zone,
          .may_list = call.principal().HasScope("appointments:list"),
          .may_overbook = call.principal().HasScope("appointments:overbook"),
          .deadline = call.deadline(),
          .if_match = call.if_match(),
          .rules = call.principal().rules};
}

AppointmentDraft DraftOf(const v1::CreateAppointmentRequest& request) {
  AppointmentDraft draft{.event_type = request.event_type(),
                         .action_type = request.action_type(),
                         .offer_id = request.offer_id(),
                         .start = request.start_appointment(),
                         .end = request.end_appointment(),
                         .patient_id = request.patient_id(),
                         .patient_doc_type_id = request.patient_doc_type_id(),
                         .patient_doc_number = request.patient_doc_number(),
                         .has_inline_patient = request.has_patient(),
                         .doctor_id = request.doctor_id(),
                         .doctor_doc_type_id = request.doctor_doc_type_id(),
                         .doctor_doc_number = request.doctor_doc_number(),
                         .modality = request.modality(),
                         .state = request.state(),
                         .notification_state = request.notification_state(),
                         .appointment_type = request.appointment_type(),
                         .clinic_id = request.clinic_id(),
                         .room_id = request.room_id(),
                         .overbook_reason = request.overbook_reason(),
                         .comment = request.comment()};
  draft.custom_fields =
      enlace::rpc::FromStruct(request.custom_fields(), "customFields", draft.unreadable);
  return draft;
}

AppointmentPatch PatchOf(const v1::UpdateAppointmentRequest& request) {
  AppointmentPatch patch{
      .start = If(request.has_start_appointment(), request.start_appointment()),
      .end = If(request.has_end_appointment(), request.end_appointment()),
      .modality = If(request.has_modality(), request.modality()),
      .state = If(request.has_state(), request.state()),
      .notification_state = If(request.has_notification_state(), request.notification_state()),
      .appointment_type = If(request.has_appointment_type(), request.appointment_type()),
      .clinic_id = If(request.has_clinic_id(), request.clinic_id()),
      .room_id = If(request.has_room_id(), request.room_id()),
      .overbook_reason = If(request.has_overbook_reason(), request.overbook_reason()),
      .comment = If(request.has_comment(), request.comment())};
  if (request.has_custom_fields()) {
    patch.custom_fields =
        enlace::rpc::FromStruct(request.custom_fields(), "customFields", patch.unreadable);
  }
  patch.clear_fields.assign(request.clear_fields().begin(), request.clear_fields().end());
  return patch;
}

AppointmentQuery QueryOf(const v1::ListAppointmentsRequest& request) {
  return {.from = request.from(),
          .to = request.to(),
          .modality = request.modality(),
          .state = request.state(),
          .notification_state = request.notification_state(),
          .appointment_type = request.appointment_type(),
          .doctor_id = request.doctor_id(),
          .doctor_doc_type_id = request.doctor_doc_type_id(),
          .doctor_doc_number = request.doctor_doc_number(),
          .patient_id = request.patient_id(),
          .patient_doc_type_id = request.patient_doc_type_id(),
          .patient_doc_number = request.patient_doc_number(),
          .clinic_id = request.clinic_id(),
          .custom_fields = {request.custom_fields().begin(), request.custom_fields().end()},
          .order_by = request.order_by()};
}

void Fill(const Appointment& appointment, core::Language language, v1::Appointment* message) {
  message->set_id(appointment.id.ToString());
  *message->mutable_start_appointment() = TimestampOf(appointment.start);
  *message->mutable_end_appointment() = TimestampOf(appointment.end);
  message->set_start_local(core::FormatLocal(appointment.start, appointment.time_zone));
  message->set_end_local(core::FormatLocal(appointment.end, appointment.time_zone));
  message->set_time_zone(appointment.time_zone);
  message->set_spoken(core::SpokenTime(appointment.start, appointment.time_zone, language));
  message->set_patient_id(appointment.patient_id.ToString());
  if (appointment.patient_document) {
    message->set_patient_doc_type_id(appointment.patient_document->type);
    message->set_patient_doc_number(appointment.patient_document->number);
  }
  message->set_doctor_id(appointment.practitioner_id.ToString());
  message->set_doctor_doc_type_id(appointment.practitioner_document.type);
  message->set_doctor_doc_number(appointment.practitioner_document.number);
  message->set_modality(appointment.modality);
  message->set_state(std::string(StateName(appointment.state)));
  message->set_notification_state(appointment.notification_state);
  if (appointment.appointment_type) message->set_appointment_type(*appointment.appointment_type);
  message->set_clinic_id(appointment.location_id.ToString());
  if (appointment.room_id) message->set_room_id(appointment.room_id->ToString());
  if (appointment.overbook_reason) message->set_overbook_reason(*appointment.overbook_reason);
  if (appointment.comment) message->set_comment(*appointment.comment);
  enlace::rpc::ToStruct(appointment.custom_fields, message->mutable_custom_fields());
  message->set_owner_id(appointment.owner_id);
  *message->mutable_created_at() = TimestampOf(appointment.created_at);
  *message->mutable_updated_at() = TimestampOf(appointment.updated_at);
  message->set_etag(core::EtagOf(appointment.version));
}

}  // namespace enlace::appointment::rpc
