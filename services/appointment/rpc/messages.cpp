#include "services/appointment/rpc/messages.h"

#include <google/protobuf/util/time_util.h>

#include "libs/core/spoken.h"
#include "libs/core/time_zone.h"
#include "libs/core/version_match.h"
#include "libs/rpc/struct_json.h"

namespace enlace::appointment::rpc {
namespace {

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

std::optional<std::string> If(bool sent, const std::string& value) {
  return sent ? std::optional(value) : std::nullopt;
}

}  // namespace

Caller CallerOf(const enlace::rpc::Call& call) {
  return {.context = call.tenant_context(),
          .owner_id = call.principal().owner_id,
          .time_zone = call.principal().time_zone,
          .may_list = call.principal().HasScope("appointments:list"),
          .deadline = call.deadline(),
          .if_match = call.if_match(),
          .rules = call.principal().rules};
}

AppointmentDraft DraftOf(const v1::CreateAppointmentRequest& request) {
  AppointmentDraft draft{.event_type = request.event_type(),
                         .action_type = request.action_type(),
                         .start = request.start_appointment(),
                         .end = request.end_appointment(),
                         .patient_id = request.patient_id(),
                         .patient_doc_type_id = request.patient_doc_type_id(),
                         .patient_doc_number = request.patient_doc_number(),
                         .doctor_id = request.doctor_id(),
                         .doctor_doc_type_id = request.doctor_doc_type_id(),
                         .doctor_doc_number = request.doctor_doc_number(),
                         .modality = request.modality(),
                         .state = request.state(),
                         .notification_state = request.notification_state(),
                         .appointment_type = request.appointment_type(),
                         .clinic_id = request.clinic_id(),
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

PractitionerDraft DraftOf(const v1::CreatePractitionerRequest& request) {
  return {.first_name = request.first_name(),
          .second_name = request.second_name(),
          .last_name = request.last_name(),
          .second_last_name = request.second_last_name(),
          .doc_type_id = request.doc_type_id(),
          .doc_number = request.doc_number(),
          .specialty = request.specialty(),
          .clinic_id = request.clinic_id(),
          .active = request.has_active() ? std::optional(request.active()) : std::nullopt};
}

LocationDraft DraftOf(const v1::CreateLocationRequest& request) {
  return {.name = request.name(),
          .address = request.address(),
          .city = request.city(),
          .time_zone = request.time_zone(),
          .main = request.main(),
          .active = request.has_active() ? std::optional(request.active()) : std::nullopt};
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
  if (appointment.comment) message->set_comment(*appointment.comment);
  enlace::rpc::ToStruct(appointment.custom_fields, message->mutable_custom_fields());
  message->set_owner_id(appointment.owner_id);
  *message->mutable_created_at() = TimestampOf(appointment.created_at);
  *message->mutable_updated_at() = TimestampOf(appointment.updated_at);
  message->set_etag(core::EtagOf(appointment.version));
}

void Fill(const Practitioner& practitioner, v1::Practitioner* message) {
  message->set_id(practitioner.id.ToString());
  message->set_first_name(practitioner.first_name);
  if (practitioner.second_name) message->set_second_name(*practitioner.second_name);
  message->set_last_name(practitioner.last_name);
  if (practitioner.second_last_name) {
    message->set_second_last_name(*practitioner.second_last_name);
  }
  message->set_doc_type_id(practitioner.document.type);
  message->set_doc_number(practitioner.document.number);
  if (practitioner.specialty) message->set_specialty(*practitioner.specialty);
  if (practitioner.location_id) message->set_clinic_id(practitioner.location_id->ToString());
  message->set_active(practitioner.active);
  *message->mutable_created_at() = TimestampOf(practitioner.created_at);
  *message->mutable_updated_at() = TimestampOf(practitioner.updated_at);
  message->set_etag(core::EtagOf(practitioner.version));
}

void Fill(const Location& location, v1::Location* message) {
  message->set_id(location.id.ToString());
  message->set_name(location.name);
  if (location.address) message->set_address(*location.address);
  if (location.city) message->set_city(*location.city);
  message->set_time_zone(location.time_zone);
  message->set_main(location.main);
  message->set_active(location.active);
  *message->mutable_created_at() = TimestampOf(location.created_at);
  *message->mutable_updated_at() = TimestampOf(location.updated_at);
  message->set_etag(core::EtagOf(location.version));
}

}  // namespace enlace::appointment::rpc
