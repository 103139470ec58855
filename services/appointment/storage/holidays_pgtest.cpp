#include <array>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <vector>

#include "libs/core/reasons.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

// The Spanish name of the only holiday on a day.
std::string NameOn(ClinicFixture& clinic, const std::string& country, const std::string& day) {
  const auto found = clinic.availabilities.ListHolidays(
      clinic.CallerOf(clinic.alpha), {.country = country, .from = day, .to = day});
  REQUIRE(found.ok());
  return found->size() == 1 ? found->front().name_es : "";
}

TEST_CASE("the holidays of Colombia are those of its laws") {
  ClinicFixture clinic;
  // Eighteen, and nineteen since Ley 2578 de 2026; in 2025 and 2030 two fall on one day.
  constexpr std::array<std::size_t, 12> kCounts = {18, 17, 19, 19, 19, 19, 18, 19, 19, 19, 19, 19};
  for (std::size_t i = 0; i < kCounts.size(); ++i) {
    const auto year = 2024 + static_cast<std::int32_t>(i);
    INFO(year);
    CHECK(clinic.availabilities
              .ListHolidays(clinic.CallerOf(clinic.alpha), {.country = "CO", .year = year})
              ->size() == kCounts[i]);
  }
  CHECK(NameOn(clinic, "CO", "2026-01-12") == "Día de los Reyes Magos");
  CHECK(NameOn(clinic, "CO", "2026-01-06").empty());
  CHECK(NameOn(clinic, "CO", "2026-04-03") == "Viernes Santo");
  CHECK(NameOn(clinic, "CO", "2026-07-13") == "Nuestra Señora de Chiquinquirá");
  CHECK(NameOn(clinic, "CO", "2025-07-14").empty());
  CHECK(NameOn(clinic, "CO", "2025-06-30") == "Sagrado Corazón; San Pedro y San Pablo");
  CHECK(NameOn(clinic, "CO", "2026-12-08") == "Inmaculada Concepción");
  CHECK(NameOn(clinic, "CO", "2035-11-12") == "Independencia de Cartagena");
}

TEST_CASE("the federal holidays of the United States are there with the days they are observed") {
  ClinicFixture clinic;
  constexpr std::array<std::size_t, 12> kCounts = {11, 11, 12, 15, 12, 12, 11, 11, 15, 13, 13, 12};
  for (std::size_t i = 0; i < kCounts.size(); ++i) {
    const auto year = 2024 + static_cast<std::int32_t>(i);
    INFO(year);
    CHECK(clinic.availabilities
              .ListHolidays(clinic.CallerOf(clinic.alpha), {.country = "US", .year = year})
              ->size() == kCounts[i]);
  }
  CHECK(NameOn(clinic, "US", "2026-07-03") == "Día de la Independencia (día observado)");
  CHECK(NameOn(clinic, "US", "2026-07-04") == "Día de la Independencia");
  CHECK(NameOn(clinic, "US", "2026-11-26") == "Día de Acción de Gracias");
  CHECK(NameOn(clinic, "US", "2027-12-31") == "Año Nuevo (día observado)");
}

TEST_CASE("holidays are asked for by country, year and days") {
  ClinicFixture clinic;
  auto caller = clinic.CallerOf(clinic.alpha);
  const auto days = [&](const HolidayQuery& query) {
    std::vector<absl::CivilDay> found;
    const auto holidays = clinic.availabilities.ListHolidays(caller, query);
    REQUIRE(holidays.ok());
    for (const auto& holiday : *holidays) found.push_back(holiday.day);
    return found;
  };
  CHECK(days({.year = 2026, .from = "2026-12-01"}) ==
        std::vector{absl::CivilDay(2026, 12, 8), absl::CivilDay(2026, 12, 25)});
  CHECK(days({.from = "2025-12-25", .to = "2026-01-12"}).size() == 3);
  CHECK(days({.from = "2035-12-25"}).size() == 1);
  CHECK(days({.year = 2026, .to = "2025-12-31"}).empty());
  CHECK(days({.country = "PE", .year = 2026}).empty());
  for (const auto day : days({})) CHECK(day.year() >= 2026);
  caller.rules = std::make_shared<catalog::TenantRules>(catalog::TenantRules{.country = "US"});
  CHECK(days({.year = 2026}).size() == 12);
  CHECK(ReasonOf(clinic.availabilities
                     .ListHolidays(caller, {.country = "co", .year = 1899, .from = "x", .to = "y"})
                     .status()) == "country COUNTRY, from DATE_FORMAT, to DATE_FORMAT, year RANGE");
  CHECK(ReasonOf(
            clinic.availabilities.ListHolidays(caller, {.from = "2026-02-01", .to = "2026-01-31"})
                .status()) == "to DATE_ORDER");
}

}  // namespace
}  // namespace enlace::appointment::storage
