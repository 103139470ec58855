#include <catch2/catch_test_macros.hpp>
#include <thread>
#include <vector>

#include "libs/core/reasons.h"
#include "libs/testing/sql.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

// A clinic with two sites, the first of which is the main one, and a doctor.
struct Open : ClinicFixture {
  absl::StatusOr<Practitioner> Patch(const PractitionerInput& input) {
    return directory.UpdatePractitioner(caller, doctor.id.ToString(), input, warnings);
  }
  absl::StatusOr<Location> PatchSite(const Location& site, const LocationInput& input) {
    return directory.UpdateLocation(caller, site.id.ToString(), input, warnings);
  }
  Practitioner Stored() { return *directory.GetPractitioner(caller, doctor.id.ToString()); }

  Caller caller = CallerOf(alpha);
  Location north = AddSite(caller, "Norte");
  Location south = AddSite(caller, "Sur");
  Practitioner doctor = AddDoctor(caller);
  std::vector<core::Violation> warnings;
};

const PractitionerInput kAll{
    .second_name = "María",
    .second_last_name = "Ruiz",
    .specialty = "Cardiología",
    .npi = "1234567893",
    .dea_number = "AP5836727",
    .licences = {{{.state = "FL", .number = "ME1", .expires_on = "2028-01-31"},
                  {.state = "TX", .number = "2"}}},
    .languages = {{"es", "en"}}};

TEST_CASE("everything that is known of a doctor is stored, answered and audited") {
  Open clinic;
  auto input = kAll;
  input.clinic_id = clinic.south.id.ToString();
  const auto changed = clinic.Patch(input);
  REQUIRE(changed.ok());
  CHECK(changed->version == 2);
  CHECK(changed->location_id == clinic.south.id);
  CHECK(changed->licences[0] == Licence{"FL", "ME1", absl::CivilDay(2028, 1, 31)});
  CHECK(clinic.Stored() == *changed);
  CHECK(*clinic.Patch(input) == *changed);
  const auto events = testing::RunSql(
      clinic.test_database.AdminUrl(),
      "SELECT action, before_row ->> 'npi' AS before_npi, after_row ->> 'npi' AS npi,"
      " after_row ->> 'dea_number' AS dea, after_row -> 'licences' ->> 1 AS licence,"
      " after_row -> 'languages' ->> 0 AS language, after_row ? 'specialty_folded' AS leaks"
      " FROM outbox WHERE resource_type = 'Practitioner' ORDER BY seq");
  REQUIRE(events.size() == 2);
  CHECK(events[1].Text("action") == "UPDATE");
  CHECK(events[1].IsNull("before_npi"));
  CHECK(events[1].Text("npi") == "1234567893");
  CHECK(events[1].Text("dea") == "AP5836727");
  CHECK(events[1].Text("licence") == R"({"state": "TX", "number": "2"})");
  CHECK(events[1].Text("language") == "es");
  CHECK_FALSE(events[1].Bool("leaks"));
}

TEST_CASE("a refused change changes nothing, and one of another version neither") {
  Open clinic;
  CHECK(ReasonOf(clinic.Patch({.last_name = "X", .npi = "1"}).status()) == "npi NPI");
  CHECK(ReasonOf(clinic.Patch({.clinic_id = core::Ulid().ToString()}).status()) ==
        "clinicId CLINIC_NOT_FOUND");
  clinic.caller.if_match = *core::VersionMatch::Parse(R"("7")");
  CHECK(ReasonOf(clinic.Patch({.last_name = "X"}).status()) == core::reason::kEtagMismatch);
  CHECK(ReasonOf(clinic.directory.DeletePractitioner(clinic.caller, clinic.doctor.id.ToString())) ==
        core::reason::kEtagMismatch);
  CHECK(ReasonOf(clinic.PatchSite(clinic.north, {.name = "X"}).status()) ==
        core::reason::kEtagMismatch);
  CHECK(ReasonOf(clinic.directory.DeleteLocation(clinic.caller, clinic.south.id.ToString())) ==
        core::reason::kEtagMismatch);
  CHECK(clinic.Stored() == clinic.doctor);
}

TEST_CASE("document and NPI name one live doctor of a tenant, and are free again after it") {
  Open clinic;
  const auto other = clinic.AddDoctor(clinic.caller, "52000111");
  REQUIRE(clinic.Patch({.npi = "1234567893"}).ok());
  const auto patch = [&](const PractitionerInput& input) {
    return clinic.directory.UpdatePractitioner(clinic.caller, other.id.ToString(), input,
                                               clinic.warnings);
  };
  CHECK(ReasonOf(patch({.npi = "1234567893"}).status()) == core::reason::kNpiExists);
  CHECK(ReasonOf(patch({.doc_number = "79555111"}).status()) == core::reason::kDocumentExists);
  const auto beta = clinic.CallerOf(clinic.beta);
  const PractitionerInput same{.first_name = "Eva",
                               .last_name = "Paz",
                               .doc_type_id = "CC",
                               .doc_number = "79555111",
                               .npi = "1234567893"};
  CHECK(clinic.directory.CreatePractitioner(beta, same, clinic.warnings).ok());
  CHECK(clinic.directory.DeletePractitioner(clinic.caller, clinic.doctor.id.ToString()).ok());
  CHECK(clinic.directory.CreatePractitioner(clinic.caller, same, clinic.warnings).ok());
}

TEST_CASE("doctors are found by specialty, site and NPI, and sites by city, whatever the accents") {
  Open clinic;
  REQUIRE(clinic
              .Patch({.specialty = "Pediatría",
                      .clinic_id = clinic.south.id.ToString(),
                      .npi = "1234567893"})
              .ok());
  REQUIRE(clinic.PatchSite(clinic.south, {.city = "Bogotá"}).ok());
  clinic.AddDoctor(clinic.caller, "52000111");
  const auto doctors = [&](const PractitionerQuery& query) {
    return clinic.directory.ListPractitioners(clinic.caller, query, {})->practitioners.size();
  };
  CHECK(doctors({}) == 2);
  for (const char* specialty : {"pediatria", "PEDIATRÍA", " Pediatri\u0301a "}) {
    CHECK(doctors({.specialty = specialty}) == 1);
  }
  CHECK(doctors({.specialty = "pediatr"}) == 0);
  CHECK(doctors({.clinic_id = clinic.south.id.ToString()}) == 1);
  CHECK(doctors({.clinic_id = clinic.north.id.ToString()}) == 0);
  CHECK(doctors({.npi = "1234567893"}) == 1);
  CHECK(doctors({.doc_type_id = "CC", .doc_number = "79555111", .specialty = "pediatria"}) == 1);
  CHECK(doctors({.doc_type_id = "CC", .doc_number = "52000111", .specialty = "pediatria"}) == 0);
  CHECK(clinic.directory.ListLocations(clinic.caller, {.city = "BOGOTA"}, {})->locations.size() ==
        1);
  CHECK(clinic.directory.ListLocations(clinic.caller, {.city = "bogo"}, {})->locations.empty());
  CHECK(ReasonOf(clinic.directory
                     .ListPractitioners(clinic.caller,
                                        {.specialty = "a\nb", .clinic_id = "7", .npi = "1"}, {})
                     .status()) == "specialty TEXT_CONTROL, clinicId ID_FORMAT, npi NPI");
}

TEST_CASE("a site that is made the main one takes the place of the one before") {
  Open clinic;
  REQUIRE(clinic.PatchSite(clinic.south, {.country = "pe", .insurers = {{"EPS005"}}, .main = true})
              .ok());
  const auto sites = clinic.directory.ListLocations(clinic.caller, {}, {})->locations;
  CHECK_FALSE(sites[0].main);
  CHECK(sites[1].main);
  CHECK(sites[1].country == "PE");
  CHECK(sites[1].insurers == std::vector<std::string>{"EPS005"});
  CHECK(ReasonOf(clinic.PatchSite(clinic.south, {.active = false}).status()) ==
        core::reason::kMainSite);
  CHECK(clinic.PatchSite(clinic.north, {.active = false}).ok());
  CHECK(clinic.PatchSite(clinic.south, {.active = false}).ok());
}

TEST_CASE("two sites that are made the main one at the same time leave one") {
  Open clinic;
  const auto centre = clinic.AddSite(clinic.caller, "Centro");
  for (int round = 0; round < 10; ++round) {
    std::vector<absl::Status> results(2);
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
      threads.emplace_back([&, i] {
        std::vector<core::Violation> warnings;
        const auto& site = i == 0 ? centre : (round % 2 ? clinic.north : clinic.south);
        results[i] = clinic.directory
                         .UpdateLocation(clinic.CallerOf(clinic.alpha), site.id.ToString(),
                                         {.main = true}, warnings)
                         .status();
      });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& result : results) {
      CAPTURE(result.ToString());
      CHECK(result.ok());
    }
    CHECK(clinic.Count("locations WHERE main") == 1);
  }
}

TEST_CASE("a new site is in the tenant's country and time zone unless it says otherwise") {
  Open clinic;
  CHECK(clinic.north.country == "CO");
  catalog::TenantRules rules;
  rules.country = "PE";
  clinic.caller.rules = std::make_shared<catalog::TenantRules>(rules);
  CHECK(clinic.AddSite(clinic.caller, "Lima").country == "PE");
}

TEST_CASE("another tenant's doctors and sites can't be changed, deleted or named") {
  Open clinic;
  const auto beta = clinic.CallerOf(clinic.beta);
  for (const auto& id : {clinic.doctor.id.ToString(), core::Ulid::Generate(absl::Now()).ToString(),
                         std::string("42")}) {
    CHECK(clinic.directory.UpdatePractitioner(beta, id, {.last_name = "X"}, clinic.warnings)
              .status() == core::refusal::NotFoundDoctor());
    CHECK(clinic.directory.DeletePractitioner(beta, id) == core::refusal::NotFoundDoctor());
  }
  for (const auto& id : {clinic.south.id.ToString(), core::Ulid::Generate(absl::Now()).ToString(),
                         std::string("42")}) {
    CHECK(clinic.directory.UpdateLocation(beta, id, {.name = "X"}, clinic.warnings).status() ==
          core::refusal::NotFoundSite());
    CHECK(clinic.directory.DeleteLocation(beta, id) == core::refusal::NotFoundSite());
  }
  const auto own = clinic.AddDoctor(beta);
  CHECK(ReasonOf(clinic.directory
                     .UpdatePractitioner(beta, own.id.ToString(),
                                         {.clinic_id = clinic.south.id.ToString()}, clinic.warnings)
                     .status()) == "clinicId CLINIC_NOT_FOUND");
  CHECK(clinic.Count("practitioners WHERE version > 1 OR deleted_at IS NOT NULL") == 0);
  CHECK(clinic.Count("locations WHERE version > 1 OR deleted_at IS NOT NULL") == 0);
}

}  // namespace
}  // namespace enlace::appointment::storage
