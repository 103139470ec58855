#include "services/auth/domain/registration.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <functional>
#include <string>
#include <vector>

namespace enlace::auth {
namespace {

RegistrationRequest Good() {
  return {.clinic_name = " Clínica Santa Lucía ",
          .clinic_phone = "601 234 5678",
          .clinic_address = "Calle 85 # 11-53",
          .owner_first_name = "Lucía",
          .owner_last_name = "Herrera",
          .owner_email = " Lucia@Example.com",
          .owner_phone = "300 123 4567",
          .password = "siete colibríes en el patio",
          .role = ""};
}

std::vector<std::string> FaultsOf(const RegistrationRequest& request) {
  std::vector<core::Violation> violations;
  CheckRegistration(request, violations);
  std::vector<std::string> faults;
  faults.reserve(violations.size());
  for (const auto& one : violations) faults.push_back(one.field + " " + one.reason);
  return faults;
}

TEST_CASE("a registration is put into its stored form") {
  std::vector<core::Violation> violations;
  const auto registration = CheckRegistration(Good(), violations);
  CHECK(violations.empty());
  CHECK(registration.tenant.name == "Clínica Santa Lucía");
  CHECK(registration.tenant.plan == "trial");
  CHECK(registration.tenant.offices ==
        nlohmann::json::parse(R"([{"address":"Calle 85 # 11-53","phone":"+576012345678"}])"));
  CHECK(registration.owner.email == "lucia@example.com");
  CHECK(registration.owner.phone == "+573001234567");
}

TEST_CASE("what may be left out of a registration") {
  auto request = Good();
  request.clinic_phone = request.clinic_address = request.owner_phone = "";
  request.role = "admin";
  CHECK(FaultsOf(request).empty());
}

TEST_CASE("every mistake of a registration is named") {
  struct Case {
    std::function<void(RegistrationRequest&)> change;
    std::string fault;
  };
  const auto c = GENERATE(from_range(std::vector<Case>{
      {[](auto& r) { r.clinic_name = ""; }, "clinicName REQUIRED"},
      {[](auto& r) { r.clinic_phone = "call us"; }, "clinicPhone PHONE_FORMAT"},
      {[](auto& r) { r.clinic_address = std::string(201, 'a'); }, "clinicAddress TEXT_LENGTH"},
      {[](auto& r) { r.owner_first_name = " "; }, "ownerFirstName REQUIRED"},
      {[](auto& r) { r.owner_last_name = std::string(101, 'a'); }, "ownerLastName TEXT_LENGTH"},
      {[](auto& r) { r.owner_email = ""; }, "ownerEmail REQUIRED"},
      {[](auto& r) { r.owner_email = "lucia"; }, "ownerEmail EMAIL_FORMAT"},
      {[](auto& r) { r.owner_phone = "12"; }, "ownerPhone PHONE_FORMAT"},
      {[](auto& r) { r.password = ""; }, "password REQUIRED"},
      {[](auto& r) { r.password = "only 14 chars."; }, "password PASSWORD"},
      {[](auto& r) { r.password = std::string(257, 'x') + "y"; }, "password PASSWORD"},
      {[](auto& r) { r.password = "my name is lucia, of course"; }, "password PASSWORD"},
      {[](auto& r) { r.password = "passwordpassword"; }, "password PASSWORD"},
      {[](auto& r) { r.role = "owner"; }, "role ENUM_VALUE"}}));
  auto request = Good();
  c.change(request);
  INFO(c.fault);
  CHECK(FaultsOf(request) == std::vector{c.fault});
}

TEST_CASE("all mistakes of a registration are named at once") { CHECK(FaultsOf({}).size() == 5); }

RegistrationRequest GoodDoctor() {
  auto request = Good();
  request.role = "admin_doctor";
  request.license_number = " RM-12345 ";
  request.specialization = "Pediatría";
  request.owner_doc_type_id = " cc ";
  request.owner_doc_number = " 1032456789 ";
  return request;
}

TEST_CASE("an owner who is a doctor is registered as one, by its document") {
  std::vector<core::Violation> violations;
  const auto registration = CheckRegistration(GoodDoctor(), violations);
  CHECK(violations.empty());
  REQUIRE(registration.doctor);
  CHECK(registration.doctor->doc_type_id == "CC");
  CHECK(registration.doctor->doc_number == "1032456789");
  CHECK(registration.doctor->specialty == "Pediatría");
  CHECK(registration.doctor->licence_number == "RM-12345");
  CHECK(registration.doctor->licence_state == "CO");
  CHECK_FALSE(CheckRegistration(Good(), violations).doctor);
}

TEST_CASE("an owner who is a doctor may leave out its licence and its specialty") {
  auto request = GoodDoctor();
  request.license_number = request.specialization = "";
  std::vector<core::Violation> violations;
  const auto registration = CheckRegistration(request, violations);
  CHECK(violations.empty());
  REQUIRE(registration.doctor);
  CHECK(registration.doctor->licence_state.empty());
}

TEST_CASE("what is wrong with an owner who is a doctor is said of each field") {
  auto request = GoodDoctor();
  request.license_number = std::string(51, 'x');
  request.specialization = std::string(101, 'x');
  request.owner_doc_type_id = " ";
  request.owner_doc_number = "10.324";
  CHECK(FaultsOf(request) ==
        std::vector<std::string>{"ownerDocTypeId REQUIRED", "ownerDocNumber DOCUMENT_CHARACTERS",
                                 "licenseNumber TEXT_LENGTH", "specialization TEXT_LENGTH"});
}

TEST_CASE("an owner who is no doctor sends nothing that only a doctor has") {
  for (const std::string role : {"", "admin"}) {
    INFO(role);
    auto request = GoodDoctor();
    request.role = role;
    CHECK(FaultsOf(request) ==
          std::vector<std::string>{"licenseNumber DOCTOR_FIELD", "specialization DOCTOR_FIELD",
                                   "ownerDocTypeId DOCTOR_FIELD", "ownerDocNumber DOCTOR_FIELD"});
  }
}

}  // namespace
}  // namespace enlace::auth
