#include "services/appointment/domain/booking.h"

#include <utility>

#include "libs/catalog/identity_document.h"
#include "libs/clinical/custom_fields.h"
#include "libs/clinical/rfc3339.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/codes.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;
using Violations = std::vector<core::Violation>;

std::optional<absl::Time> ReadRequiredTime(const std::string& value, const char* field,
                                           Violations& violations) {
  if (!clinical::Trim(value).empty()) return clinical::ReadTime(value, field, violations);
  violations.push_back(violation::Required(field));
  return std::nullopt;
}

// The fields that name one person.
struct PersonFields {
  const char* id;
  const char* doc_type;
  const char* doc_number;
  core::Violation (*absent)(std::string_view field);
};

constexpr PersonFields kPatient = {"patientId", "patientDocTypeId", "patientDocNumber",
                                   violation::PatientNotFound};
constexpr PersonFields kDoctor = {"doctorId", "doctorDocTypeId", "doctorDocNumber",
                                  violation::DoctorNotFound};

core::Violation Absent(const PersonFields& fields, bool by_id) {
  return fields.absent(by_id ? fields.id : fields.doc_number);
}

std::optional<PersonName> ReadPerson(const PersonFields& fields, const catalog::Codes& codes,
                                     const std::string& id, const std::string& doc_type,
                                     const std::string& doc_number, Violations& violations) {
  const bool by_id = !clinical::Trim(id).empty();
  const bool by_document = !clinical::Trim(doc_type).empty() || !clinical::Trim(doc_number).empty();
  if (!by_id && !by_document) {
    violations.push_back(
        violation::RequiredTogether(fields.doc_number, fields.doc_type, fields.id));
    return std::nullopt;
  }
  PersonName name;
  const std::size_t before = violations.size();
  if (by_id) {
    name.id = core::Ulid::Parse(clinical::Trim(id));
    if (!name.id) violations.push_back(Absent(fields, true));
  }
  if (by_document) {
    name.document = catalog::ReadIdentityDocument(codes, doc_type, doc_number, fields.doc_type,
                                                  fields.doc_number, violations);
  }
  if (violations.size() > before) return std::nullopt;
  return name;
}

// Who is sent along is not named as well: it could be somebody else.
void CheckNoOtherPatient(const AppointmentDraft& draft, Violations& violations) {
  const std::pair<const char*, const std::string&> fields[] = {
      {kPatient.id, draft.patient_id},
      {kPatient.doc_type, draft.patient_doc_type_id},
      {kPatient.doc_number, draft.patient_doc_number}};
  for (const auto& [field, value] : fields) {
    if (!clinical::Trim(value).empty()) violations.push_back(violation::PatientField(field));
  }
}

void ReadTimes(const AppointmentDraft& draft, Appointment& appointment, Violations& violations) {
  const auto start = ReadRequiredTime(draft.start, "startAppointment", violations);
  const auto end = ReadRequiredTime(draft.end, "endAppointment", violations);
  if (start) appointment.start = *start;
  if (end) appointment.end = *end;
  if (start && end) CheckSpan(*start, *end, violations);
}

void ReadStates(const AppointmentDraft& draft, Appointment& appointment, Violations& violations) {
  appointment.notification_state = kDefaultNotificationState;
  if (!clinical::Trim(draft.notification_state).empty()) {
    appointment.notification_state =
        ReadNotificationState(draft.notification_state, violations).value_or("");
  }
  appointment.state = State::kScheduled;
  if (clinical::Trim(draft.state).empty()) return;
  const auto state = ReadState(draft.state, violations);
  if (!state) return;
  appointment.state = *state;
  if (!IsInitial(*state)) {
    violations.push_back(violation::InitialState("state"));
  }
}

// What is booked, and when, where and with whom, in the payload's own words.
void ReadExplicitly(const AppointmentDraft& draft, const catalog::Codes& codes, Booking& booking,
                    Violations& violations, Violations& warnings) {
  auto& appointment = booking.appointment;
  ReadTimes(draft, appointment, violations);
  booking.doctor = ReadPerson(kDoctor, codes, draft.doctor_id, draft.doctor_doc_type_id,
                              draft.doctor_doc_number, violations);
  appointment.modality = kDefaultModality;
  if (!clinical::Trim(draft.modality).empty()) {
    appointment.modality = ReadModality(draft.modality, codes, violations, warnings).value_or("");
  }
  appointment.appointment_type = ReadAppointmentType(draft.appointment_type, violations);
  if (const auto id = clinical::Trim(draft.clinic_id); !id.empty()) {
    booking.location_id = core::Ulid::Parse(id);
    if (!booking.location_id) violations.push_back(ClinicNotFound());
  }
}

// The same by an offer; a payload that says it as well could say something else.
void ReadByOffer(const AppointmentDraft& draft, const std::optional<OfferTerms>& offer,
                 Booking& booking, Violations& violations) {
  const std::pair<const char*, const std::string&> fields[] = {
      {"startAppointment", draft.start},
      {"endAppointment", draft.end},
      {"doctorId", draft.doctor_id},
      {"doctorDocTypeId", draft.doctor_doc_type_id},
      {"doctorDocNumber", draft.doctor_doc_number},
      {"modality", draft.modality},
      {"appointmentType", draft.appointment_type},
      {"clinicId", draft.clinic_id}};
  for (const auto& [field, value] : fields) {
    if (!clinical::Trim(value).empty()) violations.push_back(violation::OfferField(field));
  }
  if (!offer) return;
  auto& appointment = booking.appointment;
  appointment.start = offer->start;
  appointment.end = offer->end;
  appointment.modality = offer->modality;
  appointment.appointment_type = offer->appointment_type;
  booking.doctor = PersonName{.id = offer->practitioner_id};
  booking.location_id = offer->location_id;
  booking.offer = OfferIds::KeyOf(draft.offer_id);
}

}  // namespace

void CheckSpan(absl::Time start, absl::Time end, Violations& violations) {
  if (end <= start) {
    violations.push_back(violation::EndBeforeStart("endAppointment"));
  } else if (end - start > kLongestAppointment) {
    violations.push_back(violation::Duration("endAppointment"));
  }
}

std::optional<std::string> ReadAppointmentType(const std::string& value, Violations& violations) {
  auto text = clinical::CheckText(value, "appointmentType", {.max_characters = 50}, violations);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<std::string> ReadComment(const std::string& value, Violations& violations) {
  auto text = clinical::CheckText(value, "comment", {.max_characters = 2000, .multiline = true},
                                  violations);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<std::string> ReadOverbookReason(const std::string& value, Violations& violations) {
  auto text = clinical::CheckText(value, "overbookReason", {.max_characters = 500}, violations);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<core::Ulid> ReadRoom(const std::string& value, Violations& violations) {
  const auto id = core::Ulid::Parse(clinical::Trim(value));
  if (!id) violations.push_back(violation::RoomNotFound("roomId"));
  return id;
}

std::optional<std::string> ReadModality(const std::string& value, const catalog::Codes& codes,
                                        Violations& violations, Violations& warnings) {
  return catalog::ReadCode(codes, catalog::kModalities, value, "modality", violation::Modality,
                           violations, warnings);
}

std::optional<State> ReadState(const std::string& value, Violations& violations) {
  const auto state = ParseState(clinical::Trim(value));
  if (!state) violations.push_back(violation::State("state", StateNames()));
  return state;
}

std::optional<std::string> ReadNotificationState(const std::string& value, Violations& violations) {
  auto state = ParseNotificationState(clinical::Trim(value));
  if (!state) {
    violations.push_back(
        violation::NotificationState("notificationState", NotificationStateNames()));
  }
  return state;
}

Booking ReadDraft(const AppointmentDraft& draft, const std::optional<OfferTerms>& offer,
                  const catalog::Codes& codes, Violations& violations, Violations& warnings) {
  Booking booking;
  auto& appointment = booking.appointment;
  if (draft.event_type != "APPOINTMENT") {
    violations.push_back(violation::EventType("eventType", "APPOINTMENT"));
  }
  if (draft.action_type != "CREATE") {
    violations.push_back(violation::ActionType("actionType", "CREATE"));
  }
  if (draft.has_inline_patient) {
    CheckNoOtherPatient(draft, violations);
  } else {
    booking.patient = ReadPerson(kPatient, codes, draft.patient_id, draft.patient_doc_type_id,
                                 draft.patient_doc_number, violations);
  }
  if (draft.offer_id.empty()) {
    ReadExplicitly(draft, codes, booking, violations, warnings);
  } else {
    ReadByOffer(draft, offer, booking, violations);
  }
  if (!clinical::Trim(draft.room_id).empty()) {
    appointment.room_id = ReadRoom(draft.room_id, violations);
  }
  appointment.overbook_reason = ReadOverbookReason(draft.overbook_reason, violations);
  ReadStates(draft, appointment, violations);
  appointment.comment = ReadComment(draft.comment, violations);
  appointment.custom_fields = nlohmann::json::object();
  clinical::MergeCustomFields(draft.custom_fields, "customFields", appointment.custom_fields,
                              violations);
  violations.insert(violations.end(), draft.unreadable.begin(), draft.unreadable.end());
  return booking;
}

core::Violation PatientNotFound(const PersonName& name) {
  return Absent(kPatient, name.id.has_value());
}

core::Violation DoctorNotFound(const PersonName& name) {
  return Absent(kDoctor, name.id.has_value());
}

core::Violation DoctorInactive(const PersonName& name) {
  return violation::DoctorInactive(name.id ? kDoctor.id : kDoctor.doc_number);
}

core::Violation ClinicNotFound() { return violation::ClinicNotFound("clinicId"); }

core::Violation ClinicInactive() { return violation::ClinicInactive("clinicId"); }

core::Violation ClinicRequired() { return violation::RequiredMainSite("clinicId"); }

}  // namespace enlace::appointment
