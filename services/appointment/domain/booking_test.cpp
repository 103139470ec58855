#include "services/appointment/domain/booking.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_vector.hpp>
#include <functional>
#include <string>
#include <vector>

#include "libs/catalog/testing/sample_catalogs.h"
#include "services/appointment/domain/codes.h"

namespace enlace::appointment {
namespace {

catalog::Codes Today() { return catalog::testing::SampleCodes(absl::CivilDay(2026, 11, 21)); }

AppointmentDraft BotPayload() {
  return {.event_type = "APPOINTMENT",
          .action_type = "CREATE",
          .start = "2026-12-01T09:00:00-05:00",
          .end = "2026-12-01T09:30:00-05:00",
          .patient_doc_type_id = "CC",
          .patient_doc_number = "1032456789",
          .doctor_doc_type_id = "cc",
          .doctor_doc_number = " 79555111 ",
          .modality = "IN_PERSON",
          .state = "SCHEDULED",
          .notification_state = "PENDING",
          .appointment_type = "GENERAL",
          .comment = "Primera vez",
          .custom_fields = {{"channel", "whatsapp"}}};
}

std::vector<std::string> Judge(const AppointmentDraft& draft) {
  std::vector<core::Violation> violations;
  std::vector<core::Violation> warnings;
  ReadDraft(draft, std::nullopt, Today(), violations, warnings);
  std::vector<std::string> found;
  for (const auto& violation : violations)
    found.push_back(violation.field + " " + violation.reason);
  return found;
}

TEST_CASE("the bot's payload is read whole") {
  std::vector<core::Violation> violations;
  std::vector<core::Violation> warnings;
  const auto booking = ReadDraft(BotPayload(), std::nullopt, Today(), violations, warnings);
  CHECK(violations.empty());
  const auto& appointment = booking.appointment;
  CHECK(absl::FormatTime(appointment.start, absl::UTCTimeZone()) == "2026-12-01T14:00:00+00:00");
  CHECK(appointment.end - appointment.start == absl::Minutes(30));
  CHECK(booking.patient->document == clinical::IdentityDocument{"CC", "1032456789"});
  CHECK(booking.doctor->document == clinical::IdentityDocument{"CC", "79555111"});
  CHECK(appointment.state == State::kScheduled);
  CHECK(appointment.custom_fields["channel"] == "whatsapp");
  CHECK(!booking.location_id);
}

TEST_CASE("what may be left out has its default") {
  auto draft = BotPayload();
  draft.modality = draft.state = draft.notification_state = draft.appointment_type = "";
  draft.comment = "";
  std::vector<core::Violation> violations;
  std::vector<core::Violation> warnings;
  const auto booking = ReadDraft(draft, std::nullopt, Today(), violations, warnings);
  CHECK(violations.empty());
  CHECK(booking.appointment.modality == "IN_PERSON");
  CHECK(booking.appointment.state == State::kScheduled);
  CHECK(booking.appointment.notification_state == "PENDING");
  CHECK(!booking.appointment.appointment_type);
  CHECK(!booking.appointment.comment);
}

struct Fault {
  std::function<void(AppointmentDraft&)> plant;
  std::vector<std::string> found;
};

TEST_CASE("each fault is found and named") {
  const auto fault = GENERATE(values<Fault>({
      {[](auto& d) { d.event_type = "PATIENT"; }, {"eventType EVENT_TYPE"}},
      {[](auto& d) { d.action_type = ""; }, {"actionType ACTION_TYPE"}},
      {[](auto& d) { d.start = ""; }, {"startAppointment REQUIRED"}},
      {[](auto& d) { d.start = "2026-12-01T09:00:00"; }, {"startAppointment TIME_OFFSET_MISSING"}},
      {[](auto& d) { d.end = "tomorrow"; }, {"endAppointment TIME_FORMAT"}},
      {[](auto& d) { d.end = d.start; }, {"endAppointment END_BEFORE_START"}},
      {[](auto& d) { d.end = "2026-12-01T08:30:00-05:00"; }, {"endAppointment END_BEFORE_START"}},
      {[](auto& d) { d.end = "2026-12-01T21:00:00.000001-05:00"; }, {"endAppointment DURATION"}},
      {[](auto& d) { d.patient_doc_type_id = d.patient_doc_number = ""; },
       {"patientDocNumber REQUIRED"}},
      {[](auto& d) { d.patient_doc_type_id = ""; }, {"patientDocTypeId REQUIRED"}},
      {[](auto& d) { d.patient_doc_number = "10A2"; }, {"patientDocNumber DOCUMENT_FORMAT"}},
      {[](auto& d) { d.patient_id = "42"; }, {"patientId PATIENT_NOT_FOUND"}},
      {[](auto& d) { d.doctor_doc_type_id = "XX"; }, {"doctorDocTypeId DOCUMENT_TYPE"}},
      {[](auto& d) { d.doctor_id = "nobody"; }, {"doctorId DOCTOR_NOT_FOUND"}},
      {[](auto& d) { d.modality = "BY_PIGEON"; }, {"modality MODALITY"}},
      {[](auto& d) { d.modality = "10"; }, {"modality MODALITY"}},
      {[](auto& d) { d.state = "BOOKED"; }, {"state STATE"}},
      {[](auto& d) { d.state = "COMPLETED"; }, {"state INITIAL_STATE"}},
      {[](auto& d) { d.notification_state = "LOST"; }, {"notificationState NOTIFICATION_STATE"}},
      {[](auto& d) { d.appointment_type = std::string(51, 'x'); }, {"appointmentType TEXT_LENGTH"}},
      {[](auto& d) { d.clinic_id = "main"; }, {"clinicId CLINIC_NOT_FOUND"}},
      {[](auto& d) { d.comment = std::string(2001, 'x'); }, {"comment TEXT_LENGTH"}},
      {[](auto& d) { d.comment = std::string("a\0b", 3); }, {"comment TEXT_CONTROL"}},
      {[](auto& d) { d.custom_fields = nlohmann::json::array(); }, {"customFields CUSTOM_FIELDS"}},
  }));
  auto draft = BotPayload();
  fault.plant(draft);
  CHECK(Judge(draft) == fault.found);
}

TEST_CASE("an empty payload is told everything at once") {
  CHECK_THAT(Judge({}), Catch::Matchers::UnorderedEquals(std::vector<std::string>{
                            "eventType EVENT_TYPE", "actionType ACTION_TYPE",
                            "startAppointment REQUIRED", "endAppointment REQUIRED",
                            "patientDocNumber REQUIRED", "doctorDocNumber REQUIRED"}));
}

TEST_CASE("twelve hours are allowed") {
  auto draft = BotPayload();
  draft.end = "2026-12-01T21:00:00-05:00";
  CHECK(Judge(draft).empty());
}

TEST_CASE("modalities are known by name and by national code") {
  const auto read = [](const std::string& text) {
    std::vector<core::Violation> violations;
    std::vector<core::Violation> warnings;
    auto modality = ReadModality(text, Today(), violations, warnings);
    CHECK(violations.size() == (modality ? 0U : 1U));
    return modality;
  };
  CHECK(read("01") == "IN_PERSON");
  CHECK(read("09") == "TELE_MONITORING");
  CHECK(read("in_person") == "IN_PERSON");
  CHECK(read(" TELE_EXPERTISE ") == "TELE_EXPERTISE");
  for (const char* text : {"00", "1", "010", "BY_PHONE"}) CHECK(!read(text));
}

}  // namespace
}  // namespace enlace::appointment
