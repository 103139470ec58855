#include "services/appointment/domain/appointment_filter.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "libs/catalog/testing/sample_catalogs.h"

namespace enlace::appointment {
namespace {

catalog::Codes Today() { return catalog::testing::SampleCodes(absl::CivilDay(2026, 11, 21)); }

TEST_CASE("filters are read in canonical form") {
  std::vector<core::Violation> violations;
  const auto filter = ReadFilter({.from = "2026-12-01T00:00:00-05:00",
                                  .to = "2026-12-02T00:00:00-05:00",
                                  .modality = "06",
                                  .state = "CONFIRMED",
                                  .doctor_doc_type_id = "cc",
                                  .doctor_doc_number = "79555111",
                                  .custom_fields = {{"channel", "whatsapp"}}},
                                 Today(), violations);
  CHECK(violations.empty());
  CHECK(*filter.to - *filter.from == absl::Hours(24));
  CHECK(filter.modality == "TELEMEDICINE_INTERACTIVE");
  CHECK(filter.state == State::kConfirmed);
  CHECK(filter.doctor->document->type == "CC");
  CHECK(filter.custom_fields.size() == 1);
  CHECK(!filter.patient);
}

TEST_CASE("every value that can't be one is named") {
  std::vector<core::Violation> violations;
  ReadFilter({.from = "2026-12-02T00:00:00Z",
              .to = "2026-12-01T00:00:00Z",
              .modality = "X",
              .state = "X",
              .notification_state = "X",
              .doctor_id = "X",
              .patient_id = "X",
              .patient_doc_number = "1032456789",
              .clinic_id = "X",
              .custom_fields = {{"", "gold"}}},
             Today(), violations);
  std::vector<std::string> found;
  for (const auto& violation : violations)
    found.push_back(violation.field + " " + violation.reason);
  CHECK(found == std::vector<std::string>{"to TIME_ORDER", "modality MODALITY", "state STATE",
                                          "notificationState NOTIFICATION_STATE",
                                          "doctorId ID_FORMAT", "patientId ID_FORMAT",
                                          "patientDocTypeId REQUIRED", "clinicId ID_FORMAT",
                                          "customFields REQUIRED"});
}

TEST_CASE("a cursor is read back, and nothing else is") {
  const AppointmentCursor cursor{absl::FromUnixMicros(1'796'133'600'000'001),
                                 *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV")};
  const auto read = AppointmentCursor::Parse(cursor.ToString());
  REQUIRE(read);
  CHECK(read->start == cursor.start);
  CHECK(read->id == cursor.id);
  for (const char* text :
       {"", "1", "1.", ".01ARZ3NDEKTSV4RRFFQ69G5FAV", "x.01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "9223372036854775807.01ARZ3NDEKTSV4RRFFQ69G5FAV", "1.01ARZ3NDEKTSV4RRFFQ69G5FA"}) {
    CHECK(!AppointmentCursor::Parse(text));
  }
}

}  // namespace
}  // namespace enlace::appointment
