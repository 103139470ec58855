#include "services/appointment/domain/location_rules.h"

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <vector>

#include "libs/catalog/testing/sample_catalogs.h"
#include "libs/core/reasons.h"

namespace enlace::appointment {
namespace {

using Faults = std::vector<std::string>;

Faults Names(const std::vector<core::Violation>& violations) {
  Faults names;
  for (const auto& violation : violations)
    names.push_back(violation.field + " " + violation.reason);
  return names;
}

struct Outcome {
  absl::StatusOr<Location> site;
  Faults faults, warnings;
};

Outcome Applied(const Location& current, const LocationInput& input, bool others_active = true,
                bool refuse_unknown_eps = false) {
  catalog::TenantRules rules;
  rules.refuse_unknown_eps = refuse_unknown_eps;
  const auto codes = catalog::testing::SampleCodes(absl::CivilDay(2026, 11, 21),
                                                   std::make_shared<catalog::TenantRules>(rules));
  std::vector<core::Violation> warnings;
  auto site = ApplyInput(current, input, others_active, codes, warnings);
  auto faults = Names(core::DetailsOf(site.status()).violations);
  return {std::move(site), std::move(faults), Names(warnings)};
}

Location Known() {
  Location site;
  site.name = "Sede Norte";
  site.city = "Bogotá";
  site.country = "CO";
  site.time_zone = "America/Bogota";
  site.insurers = {"EPS005"};
  return site;
}

TEST_CASE("a site needs a name") { CHECK(Applied({}, {}).faults == Faults{"name REQUIRED"}); }

TEST_CASE("countries and insurers are kept in one spelling") {
  const auto site =
      Applied(Known(), {.country = "us", .insurers = {{"eps010", "EPS005", "EPS010"}}}).site;
  REQUIRE(site.ok());
  CHECK(site->country == "US");
  CHECK(site->insurers == Faults{"EPS010", "EPS005"});
}

TEST_CASE("every fault of a site is named at once") {
  CHECK(Applied(Known(), {.name = "",
                          .address = std::string(201, 'x'),
                          .city = "Bo\ngota",
                          .country = "Colombia",
                          .time_zone = "Bogota",
                          .insurers = {{"EPS005", "EPS Sanitas"}}})
            .faults == Faults{"name EMPTY", "address TEXT_LENGTH", "city TEXT_CONTROL",
                              "country COUNTRY", "timeZone TIME_ZONE", "insurers[1] EPS_FORMAT"});
  CHECK(Applied(Known(), {.insurers = std::vector<std::string>(201, "EPS005")}).faults ==
        Faults{"insurers LIST_LENGTH"});
}

TEST_CASE("an insurer that is not in the list is a warning, or refused where the tenant says so") {
  const LocationInput input{.insurers = {{"EPS777"}}};
  CHECK(Applied(Known(), input).warnings == Faults{"insurers[0] EPS_UNKNOWN"});
  CHECK(Applied(Known(), input).site->insurers == Faults{"EPS777"});
  CHECK(Applied(Known(), input, true, true).faults == Faults{"insurers[0] EPS_UNKNOWN"});
  // What is there already is not judged anew.
  auto known = Known();
  known.insurers = {"EPS777"};
  CHECK(Applied(known, {.city = "Cali"}, true, true).site.ok());
}

TEST_CASE("null clears what a site can do without") {
  const auto site = Applied(Known(), {.clear_fields = {"address", "city", "insurers"}}).site;
  REQUIRE(site.ok());
  CHECK_FALSE(site->city);
  CHECK(site->insurers.empty());
  CHECK(Applied(Known(), {.clear_fields = {"name", "country", "timeZone", "main", "active", "id"}})
            .faults == Faults{"name CLEAR_FIELD", "country CLEAR_FIELD", "timeZone CLEAR_FIELD",
                              "main CLEAR_FIELD", "active CLEAR_FIELD", "clearFields CLEAR_FIELD"});
}

TEST_CASE("there is a main site as long as a site is active") {
  auto main = Known();
  main.main = true;
  CHECK(Applied(main, {.active = false}).site.status() == core::refusal::MainSite());
  CHECK(Applied(main, {.active = false}, /*others_active=*/false).site.ok());
  CHECK(Applied(main, {.main = false}).site.status() == core::refusal::MainSiteStays());
  CHECK(Applied(main, {.main = false}, false).site.status() == core::refusal::MainSiteStays());
  CHECK(Applied(Known(), {.active = false}).site.ok());
  CHECK(Applied(Known(), {.main = true}).site->main);
  CHECK(Applied(Known(), {.main = true, .active = false}).faults == Faults{"main CLINIC_INACTIVE"});
}

}  // namespace
}  // namespace enlace::appointment
