#include "services/appointment/domain/appointment_type_rules.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_vector.hpp>
#include <functional>
#include <string>
#include <vector>

#include "libs/catalog/testing/sample_catalogs.h"

namespace enlace::appointment {
namespace {

using Names = std::vector<std::string>;

AppointmentTypeInput Whole() {
  return {.code = " control_1 ",
          .name = "Control",
          .duration_minutes = 20,
          .buffer_before_minutes = 5,
          .buffer_after_minutes = 10,
          .modality = "01",
          .specialties = Names{"Cardiología", " Pediatría ", "Cardiología"},
          .bookable_by = "STAFF",
          .min_notice_minutes = 60,
          .max_days_ahead = 30,
          .active = false};
}

absl::StatusOr<AppointmentType> Apply(const AppointmentTypeInput& input,
                                      const AppointmentType& current = {}) {
  std::vector<core::Violation> warnings;
  return ApplyInput(current, input, catalog::testing::SampleCodes(absl::CivilDay(2026, 11, 28)),
                    warnings);
}

Names Faults(const absl::Status& status) {
  Names found;
  for (const auto& violation : core::DetailsOf(status).violations) {
    found.push_back(violation.field + " " + violation.reason);
  }
  return found;
}

TEST_CASE("an appointment type is read whole") {
  const auto type = Apply(Whole());
  REQUIRE(type.ok());
  CHECK(type->code == "CONTROL_1");
  CHECK(type->name == "Control");
  CHECK(type->duration == absl::Minutes(20));
  CHECK(type->buffer_before == absl::Minutes(5));
  CHECK(type->buffer_after == absl::Minutes(10));
  CHECK(type->modality == "IN_PERSON");
  CHECK(type->specialties == Names{"Cardiología", "Pediatría"});
  CHECK(type->staff_only);
  CHECK(type->min_notice == absl::Hours(1));
  CHECK(type->max_days_ahead == 30);
  CHECK(!type->active);
}

TEST_CASE(
    "an appointment type needs a code, a name and a duration, and has defaults for the rest") {
  const auto type = Apply({.code = "A", .name = "B", .duration_minutes = 5});
  REQUIRE(type.ok());
  CHECK(type->buffer_before == absl::ZeroDuration());
  CHECK(type->buffer_after == absl::ZeroDuration());
  CHECK(!type->modality);
  CHECK(type->specialties.empty());
  CHECK(!type->staff_only);
  CHECK(type->min_notice == absl::ZeroDuration());
  CHECK(type->max_days_ahead == 365);
  CHECK(type->active);
  CHECK(Faults(Apply({}).status()) ==
        Names{"code REQUIRED", "name REQUIRED", "durationMinutes REQUIRED"});
}

struct Fault {
  std::function<void(AppointmentTypeInput&)> plant;
  Names found;
};

TEST_CASE("each fault of an appointment type is found and named") {
  const auto fault = GENERATE(values<Fault>({
      {[](auto& i) { i.code = "CONTROL 1"; }, {"code CODE_FORMAT"}},
      {[](auto& i) { i.code = "CAÑA"; }, {"code CODE_FORMAT"}},
      {[](auto& i) { i.code = std::string(61, 'A'); }, {"code CODE_FORMAT"}},
      {[](auto& i) { i.code = " "; }, {"code EMPTY"}},
      {[](auto& i) { i.name = std::string(201, 'x'); }, {"name TEXT_LENGTH"}},
      {[](auto& i) { i.name = "a\tb"; }, {"name TEXT_CONTROL"}},
      {[](auto& i) { i.duration_minutes = 4; }, {"durationMinutes RANGE"}},
      {[](auto& i) { i.duration_minutes = 721; }, {"durationMinutes RANGE"}},
      {[](auto& i) { i.buffer_before_minutes = -1; }, {"bufferBeforeMinutes RANGE"}},
      {[](auto& i) { i.buffer_after_minutes = 241; }, {"bufferAfterMinutes RANGE"}},
      {[](auto& i) { i.modality = "BY_PHONE"; }, {"modality MODALITY"}},
      {[](auto& i) { i.modality = ""; }, {"modality EMPTY"}},
      {[](auto& i) { i.specialties = Names(21, "x"); }, {"specialties LIST_LENGTH"}},
      {[](auto& i) {
         i.specialties = Names{"x", " "};
       },
       {"specialties[1] REQUIRED"}},
      {[](auto& i) { i.specialties = Names{std::string(101, 'x')}; },
       {"specialties[0] TEXT_LENGTH"}},
      {[](auto& i) { i.bookable_by = "staff"; }, {"bookableBy ENUM_VALUE"}},
      {[](auto& i) { i.min_notice_minutes = 43'201; }, {"minNoticeMinutes RANGE"}},
      {[](auto& i) { i.max_days_ahead = 0; }, {"maxDaysAhead RANGE"}},
      {[](auto& i) { i.max_days_ahead = 731; }, {"maxDaysAhead RANGE"}},
  }));
  auto input = Whole();
  fault.plant(input);
  CHECK(Faults(Apply(input).status()) == fault.found);
}

TEST_CASE("a change of an appointment type leaves what was not sent") {
  const auto current = *Apply(Whole());
  CHECK(*Apply({}, current) == current);
  auto expected = current;
  expected.name = "Control general";
  expected.buffer_before = absl::ZeroDuration();
  expected.active = true;
  CHECK(*Apply({.name = "Control general", .buffer_before_minutes = 0, .active = true}, current) ==
        expected);
}

TEST_CASE("modality and specialties can be cleared, and nothing else") {
  const auto current = *Apply(Whole());
  const auto cleared = Apply({.clear_fields = {"modality", "specialties"}}, current);
  REQUIRE(cleared.ok());
  CHECK(!cleared->modality);
  CHECK(cleared->specialties.empty());
  const auto refused =
      Apply({.modality = "HOME",
             .clear_fields = {"code", "name", "durationMinutes", "bufferBeforeMinutes",
                              "bufferAfterMinutes", "modality", "bookableBy", "minNoticeMinutes",
                              "maxDaysAhead", "active", "price"}},
            current);
  CHECK_THAT(Faults(refused.status()),
             Catch::Matchers::UnorderedEquals(Names{
                 "code CLEAR_FIELD", "name CLEAR_FIELD", "durationMinutes CLEAR_FIELD",
                 "bufferBeforeMinutes CLEAR_FIELD", "bufferAfterMinutes CLEAR_FIELD",
                 "modality CLEAR_FIELD", "bookableBy CLEAR_FIELD", "minNoticeMinutes CLEAR_FIELD",
                 "maxDaysAhead CLEAR_FIELD", "active CLEAR_FIELD", "clearFields CLEAR_FIELD"}));
}

}  // namespace
}  // namespace enlace::appointment
