#include "services/appointment/domain/waitlist_entry.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/catalog/testing/sample_catalogs.h"
#include "libs/core/error.h"

namespace enlace::appointment {
namespace {

const absl::Time kNow = absl::FromCivil(absl::CivilSecond(2026, 11, 29, 10), absl::UTCTimeZone());

struct Reader {
  catalog::testing::SampleCatalogs catalogs;
  catalog::Codes codes{catalogs.Current(), nullptr, absl::CivilDay(2026, 11, 29)};

  std::string KeyOf(const SlotDraft& draft, absl::Time now = kNow) const {
    std::vector<core::Violation> violations;
    const auto wish = ReadSlotDraft(draft, codes, now, violations);
    CHECK(violations.empty());
    return WishKey(draft, wish);
  }
};

std::string Text(const std::vector<core::Violation>& violations) {
  std::string text;
  for (const auto& violation : violations) text += violation.field + " " + violation.reason + ";";
  return text;
}

TEST_CASE("the same wish has the same key, whenever and however it is written") {
  const Reader reader;
  const SlotDraft wish{
      .specialty = "Cardiología", .days = {"MON", "TUE"}, .part_of_day = "MORNING"};
  const SlotDraft again{
      .specialty = " cardiología ", .days = {"tue", "mon"}, .part_of_day = "morning"};
  CHECK(reader.KeyOf(wish) == reader.KeyOf(again, kNow + absl::Minutes(5)));
}

TEST_CASE("each part of a wish tells it from others") {
  const Reader reader;
  const std::string id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  const SlotDraft drafts[] = {{},
                              {.doctor_id = id},
                              {.doctor_doc_type_id = "CC", .doctor_doc_number = "79555111"},
                              {.specialty = "Pediatría"},
                              {.clinic_id = id},
                              {.city = "Pediatría"},
                              {.appointment_type = "CONTROL"},
                              {.duration_minutes = 30},
                              {.modality = "IN_PERSON"},
                              {.eps_id = "EPS005"},
                              {.language = "en"},
                              {.earliest = "2026-12-01T00:00:00Z"},
                              {.latest = "2026-12-01T00:00:00Z"},
                              {.days = {"MON"}},
                              {.part_of_day = "EVENING"}};
  std::vector<std::string> keys;
  for (const auto& draft : drafts) {
    const auto key = reader.KeyOf(draft);
    CHECK(std::find(keys.begin(), keys.end(), key) == keys.end());
    keys.push_back(key);
  }
}

TEST_CASE("who waits is named by id or document") {
  const Reader reader;
  const auto refused = [&](const WaitlistDraft& draft) {
    std::vector<core::Violation> violations;
    const auto patient = ReadWaitingPatient(draft, reader.codes, violations);
    CHECK(patient.has_value() == violations.empty());
    return Text(violations);
  };
  CHECK(refused({}) == "patientDocNumber REQUIRED;");
  CHECK(refused({.patient_id = "x"}) == "patientId PATIENT_NOT_FOUND;");
  CHECK(refused({.patient_doc_type_id = "CC"}) == "patientDocNumber REQUIRED;");
  CHECK(refused({.patient_doc_type_id = "CC", .patient_doc_number = "1032456789"}).empty());
}

TEST_CASE("a filter that can't be is refused, with all that is wrong with it") {
  const Reader reader;
  std::vector<core::Violation> violations;
  ReadWaitlistQuery({.status = "GONE", .patient_id = "x", .doctor_id = "y"}, reader.codes,
                    violations);
  CHECK(Text(violations) == "status ENUM_VALUE;patientId ID_FORMAT;doctorId ID_FORMAT;");
}

}  // namespace
}  // namespace enlace::appointment
