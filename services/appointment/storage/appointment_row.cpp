#include "services/appointment/storage/appointment_row.h"

#include <string>

namespace enlace::appointment::storage {

Appointment ReadAppointment(const db::Row& row) {
  Appointment appointment;
  appointment.id = row.Id("id");
  appointment.start = row.Time("start_at");
  appointment.end = row.Time("end_at");
  appointment.patient_id = row.Id("patient_id");
  if (!row.IsNull("patient_doc_type_id")) {
    appointment.patient_document = {.type = std::string(row.Text("patient_doc_type_id")),
                                    .number = std::string(row.Text("patient_doc_number"))};
  }
  appointment.practitioner_id = row.Id("practitioner_id");
  appointment.practitioner_document = {.type = std::string(row.Text("practitioner_doc_type_id")),
                                       .number = std::string(row.Text("practitioner_doc_number"))};
  appointment.location_id = row.Id("location_id");
  appointment.room_id = row.OptionalId("room_id");
  appointment.overbook_reason = row.OptionalText("overbook_reason");
  appointment.modality = row.Text("modality");
  // The table's CHECK knows the same names.
  appointment.state = ParseState(row.Text("state")).value_or(State::kRequested);
  appointment.notification_state = row.Text("notification_state");
  appointment.appointment_type = row.OptionalText("appointment_type");
  appointment.comment = row.OptionalText("comment");
  appointment.custom_fields = nlohmann::json::parse(row.Text("custom_fields"));
  appointment.owner_id = row.Text("owner_id");
  appointment.deleted = row.Bool("deleted");
  appointment.time_zone = row.Text("time_zone");
  appointment.created_at = row.Time("created_at");
  appointment.updated_at = row.Time("updated_at");
  appointment.version = row.Int("version");
  return appointment;
}

}  // namespace enlace::appointment::storage
