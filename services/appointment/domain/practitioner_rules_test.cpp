#include "services/appointment/domain/practitioner_rules.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "libs/catalog/testing/sample_catalogs.h"

namespace enlace::appointment {
namespace {

PractitionerInput Sent() {
  return {.first_name = "Ana", .last_name = "Gil", .doc_type_id = "CC", .doc_number = "79555111"};
}

struct Outcome {
  absl::StatusOr<Practitioner> doctor;
  // "field REASON" of each violation, then of each warning.
  std::vector<std::string> faults, warnings;
};

std::vector<std::string> Names(const std::vector<core::Violation>& violations) {
  std::vector<std::string> names;
  for (const auto& violation : violations)
    names.push_back(violation.field + " " + violation.reason);
  return names;
}

Outcome Applied(const Practitioner& current, const PractitionerInput& input,
                bool site_found = false) {
  std::vector<core::Violation> warnings;
  auto doctor = ApplyInput(current, input, site_found,
                           catalog::testing::SampleCodes(absl::CivilDay(2026, 11, 21)), warnings);
  auto faults = Names(core::DetailsOf(doctor.status()).violations);
  return {std::move(doctor), std::move(faults), Names(warnings)};
}

Practitioner Known() {
  auto input = Sent();
  input.second_name = "María";
  input.specialty = "Pediatría";
  input.clinic_id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  input.npi = "1234567893";
  input.dea_number = "AP5836727";
  input.licences = {{.state = "FL", .number = "ME1", .expires_on = "2028-01-31"}};
  input.languages = {"es", "en"};
  return *Applied({}, input, true).doctor;
}

using Faults = std::vector<std::string>;

TEST_CASE("a doctor needs names and a document, and is active unless it is said otherwise") {
  CHECK(Applied({}, {}).faults == Faults{"firstName REQUIRED", "lastName REQUIRED",
                                         "docTypeId REQUIRED", "docNumber REQUIRED"});
  CHECK(Applied({}, Sent()).doctor->active);
}

TEST_CASE("registrations are kept in one spelling, and lists without repetitions") {
  auto input = Sent();
  input.npi = " 1234567893 ";
  input.dea_number = "ap5836727";
  input.licences = {{.state = " fl ", .number = " ME1 ", .expires_on = "2028-01-31"},
                    {.state = "11", .number = "ME1"}};
  input.languages = {"ES", "en", "es"};
  const auto doctor = Applied({}, input).doctor;
  REQUIRE(doctor.ok());
  CHECK(doctor->npi == "1234567893");
  CHECK(doctor->dea_number == "AP5836727");
  CHECK(doctor->licences == std::vector<Licence>{{"FL", "ME1", absl::CivilDay(2028, 1, 31)},
                                                 {"11", "ME1", std::nullopt}});
  CHECK(doctor->languages == std::vector<std::string>{"es", "en"});
}

TEST_CASE("every fault is named at once, and where in a list it is") {
  auto input = Sent();
  input.doc_number = "79A";
  input.clinic_id = "nowhere";
  input.npi = "1234567890";
  input.dea_number = "AP5836720";
  input.licences = {{.state = "FL", .number = "ME1"},
                    {.state = "", .number = ""},
                    {.state = "Florida!", .number = "2", .expires_on = "31/01/2028"},
                    {.state = "fl", .number = "ME1"}};
  input.languages = {"es", "es-CO"};
  CHECK(Applied({}, input).faults ==
        Faults{"docNumber DOCUMENT_FORMAT", "clinicId CLINIC_NOT_FOUND", "npi NPI",
               "deaNumber DEA_NUMBER", "licences[1].state REQUIRED", "licences[1].number REQUIRED",
               "licences[2].state LICENCE_STATE", "licences[2].expiresOn DATE_FORMAT",
               "licences[3].number REPEATED", "languages[1] LANGUAGE_TAG"});
  input = Sent();
  input.licences.emplace(61);
  input.languages.emplace(21);
  CHECK(Applied({}, input).faults == Faults{"licences LIST_LENGTH", "languages LIST_LENGTH"});
}

TEST_CASE("a patch changes what it names and nothing else") {
  const auto known = Known();
  CHECK(*Applied(known, {}).doctor == known);
  auto expected = known;
  expected.last_name = "Gómez";
  expected.document.number = "52000111";
  expected.active = false;
  CHECK(*Applied(known, {.last_name = "Gómez", .doc_number = "52000111", .active = false}).doctor ==
        expected);
}

TEST_CASE("null clears what a doctor can do without") {
  const auto cleared =
      Applied(Known(), {.clear_fields = {"secondName", "specialty", "clinicId", "npi", "deaNumber",
                                         "licences", "languages"}})
          .doctor;
  REQUIRE(cleared.ok());
  CHECK_FALSE((cleared->second_name || cleared->specialty || cleared->location_id || cleared->npi ||
               cleared->dea_number));
  CHECK(cleared->licences.empty());
  CHECK(cleared->languages.empty());
  CHECK(Applied(Known(), {.clear_fields = {"firstName", "lastName", "docTypeId", "docNumber",
                                           "active", "createdAt"}})
            .faults == Faults{"firstName CLEAR_FIELD", "lastName CLEAR_FIELD",
                              "docTypeId CLEAR_FIELD", "docNumber CLEAR_FIELD",
                              "active CLEAR_FIELD", "clearFields CLEAR_FIELD"});
  CHECK(Applied(Known(), {.npi = "1003000126", .clear_fields = {"npi"}}).faults ==
        Faults{"npi CLEAR_FIELD"});
}

TEST_CASE("a field sent empty is no way to clear it") {
  CHECK(
      Applied(Known(), {.first_name = " ", .doc_number = "", .specialty = "", .npi = ""}).faults ==
      Faults{"firstName EMPTY", "docNumber EMPTY", "specialty EMPTY", "npi EMPTY"});
}

TEST_CASE("an unusual document is taken with a warning") {
  CHECK(Applied(Known(), {.doc_number = "123"}).warnings == Faults{"docNumber DOCUMENT_LENGTH"});
}

}  // namespace
}  // namespace enlace::appointment
