#include <google/protobuf/empty.pb.h>

#include <catch2/catch_test_macros.hpp>

#include "libs/core/reasons.h"
#include "services/appointment/rpc/rpc_fixture.h"

namespace enlace::appointment::rpc {
namespace {

using Stub = v1::DirectoryService::Stub;

struct Clinic : RpcFixture {
  Clinic() {
    OpenClinic(key);
    v1::ListPractitionersResponse doctors;
    REQUIRE(Ask(&Stub::ListPractitioners, v1::ListPractitionersRequest(), doctors).ok());
    doctor = doctors.doctors(0).id();
    v1::ListLocationsResponse sites;
    REQUIRE(Ask(&Stub::ListLocations, v1::ListLocationsRequest(), sites).ok());
    site = sites.sites(0).id();
  }

  template <typename Method, typename Request, typename Response>
  absl::Status Ask(Method method, const Request& request, Response& response) {
    return Call(*doctors_and_sites, method, key, request, response);
  }

  const std::string key = NewKey(alpha);
  std::string doctor, site;
};

TEST_CASE("a doctor is changed by what is sent, and cleared by name") {
  Clinic clinic;
  v1::UpdatePractitionerRequest change;
  change.set_id(clinic.doctor);
  change.set_npi("1234567893");
  change.set_dea_number("AP5836727");
  change.add_languages("ES");
  auto* licence = change.add_licences();
  licence->set_state("fl");
  licence->set_number("ME1");
  licence->set_expires_on("2028-01-31");
  v1::Practitioner doctor;
  REQUIRE(clinic.Ask(&Stub::UpdatePractitioner, change, doctor).ok());
  CHECK(doctor.last_name() == "Gómez");
  CHECK(doctor.npi() == "1234567893");
  CHECK(doctor.languages(0) == "es");
  CHECK(doctor.licences(0).state() == "FL");
  CHECK(doctor.licences(0).expires_on() == "2028-01-31");
  CHECK(doctor.etag() == "\"2\"");

  v1::UpdatePractitionerRequest clear;
  clear.set_id(clinic.doctor);
  for (const char* field : {"npi", "licences", "languages"}) clear.add_clear_fields(field);
  doctor.Clear();
  REQUIRE(clinic.Ask(&Stub::UpdatePractitioner, clear, doctor).ok());
  CHECK_FALSE(doctor.has_npi());
  CHECK(doctor.dea_number() == "AP5836727");
  CHECK(doctor.licences().empty());
  CHECK(doctor.languages().empty());

  clear.add_clear_fields("lastName");
  CHECK(Verdict(clinic.Ask(&Stub::UpdatePractitioner, clear, doctor)) ==
        "INVALID_ARGUMENT FIELD_VIOLATION; lastName CLEAR_FIELD");
}

TEST_CASE("a site is changed with a warning of what is unusual") {
  Clinic clinic;
  v1::UpdateLocationRequest change;
  change.set_id(clinic.site);
  change.set_country("pe");
  change.add_insurers("EPS777");
  v1::Location site;
  REQUIRE(clinic.Ask(&Stub::UpdateLocation, change, site).ok());
  CHECK(site.country() == "PE");
  CHECK(site.main());
  REQUIRE(site.warnings_size() == 1);
  CHECK(site.warnings(0).field() == "insurers[0]");
  CHECK(site.warnings(0).reason() == core::reason::kEpsUnknown);
}

TEST_CASE("doctors and sites are deleted, once") {
  Clinic clinic;
  google::protobuf::Empty empty;
  v1::DeletePractitionerRequest doctor;
  doctor.set_id(clinic.doctor);
  CHECK(clinic.Ask(&Stub::DeletePractitioner, doctor, empty).ok());
  CHECK(Verdict(clinic.Ask(&Stub::DeletePractitioner, doctor, empty)) == "NOT_FOUND NOT_FOUND");
  v1::DeleteLocationRequest site;
  site.set_id(clinic.site);
  CHECK(clinic.Ask(&Stub::DeleteLocation, site, empty).ok());
  CHECK(Verdict(clinic.Ask(&Stub::DeleteLocation, site, empty)) == "NOT_FOUND NOT_FOUND");
}

TEST_CASE("who only reads the directory changes nothing in it") {
  Clinic clinic;
  const auto reader = clinic.NewKey(clinic.alpha, {"directory:read"});
  google::protobuf::Empty empty;
  v1::DeletePractitionerRequest doctor;
  doctor.set_id(clinic.doctor);
  CHECK(Verdict(clinic.Call(*clinic.doctors_and_sites, &Stub::DeletePractitioner, reader, doctor,
                            empty)) == "PERMISSION_DENIED SCOPE_MISSING");
  v1::UpdateLocationRequest site;
  site.set_id(clinic.site);
  v1::Location answer;
  CHECK(Verdict(clinic.Call(*clinic.doctors_and_sites, &Stub::UpdateLocation, reader, site,
                            answer)) == "PERMISSION_DENIED SCOPE_MISSING");
  CHECK(clinic.Count("practitioners WHERE deleted_at IS NULL") == 1);
}

v1::EnsurePractitionerRequest Owner(const RpcFixture& f) {
  v1::EnsurePractitionerRequest request;
  request.set_tenant_id(f.alpha.ToString());
  request.set_id(core::Ulid::Generate(absl::Now()).ToString());
  request.set_first_name("Lucía");
  request.set_last_name("Herrera");
  request.set_doc_type_id("CC");
  request.set_doc_number("1032456789");
  request.set_specialty("Pediatría");
  auto* licence = request.add_licences();
  licence->set_state("CO");
  licence->set_number("RM-12345");
  return request;
}

TEST_CASE("the doctor who registered a clinic is made once, however often auth tells of it") {
  RpcFixture f;
  const auto service = f.NewStaff(core::Ulid(), authn::Role::kInternalService);
  const auto key = f.NewKey(f.alpha);
  const auto request = Owner(f);
  const auto ensure = [&] {
    v1::EnsurePractitionerResponse answer;
    const auto status =
        f.Call(*f.doctors_and_sites, &Stub::EnsurePractitioner, service, request, answer);
    INFO(status.ToString());
    CHECK(status.ok());
    return answer.id();
  };
  CHECK(ensure() == request.id());
  CHECK(ensure() == request.id());
  v1::GetPractitionerRequest get;
  get.set_id(request.id());
  v1::Practitioner doctor;
  REQUIRE(f.Call(*f.doctors_and_sites, &Stub::GetPractitioner, key, get, doctor).ok());
  CHECK(doctor.specialty() == "Pediatría");
  REQUIRE(doctor.licences_size() == 1);
  CHECK(doctor.licences(0).number() == "RM-12345");
  CHECK(doctor.active());
  // One that the clinic deleted does not come back.
  v1::DeletePractitionerRequest remove;
  remove.set_id(request.id());
  google::protobuf::Empty nothing;
  REQUIRE(f.Call(*f.doctors_and_sites, &Stub::DeletePractitioner, key, remove, nothing).ok());
  CHECK(ensure() == request.id());
  CHECK(f.Count("practitioners WHERE deleted_at IS NULL") == 0);
}

TEST_CASE("a clinic that has a doctor of that document keeps it as the owner") {
  RpcFixture f;
  const auto service = f.NewStaff(core::Ulid(), authn::Role::kInternalService);
  const auto request = Owner(f);
  v1::CreatePractitionerRequest create;
  create.set_first_name("Lucía");
  create.set_last_name("Herrera");
  create.set_doc_type_id("CC");
  create.set_doc_number("1032456789");
  v1::Practitioner present;
  REQUIRE(
      f.Call(*f.doctors_and_sites, &Stub::CreatePractitioner, f.NewKey(f.alpha), create, present)
          .ok());
  v1::EnsurePractitionerResponse answer;
  REQUIRE(f.Call(*f.doctors_and_sites, &Stub::EnsurePractitioner, service, request, answer).ok());
  CHECK(answer.id() == present.id());
}

TEST_CASE("nobody but a service tells of the doctor of a clinic") {
  RpcFixture f;
  v1::EnsurePractitionerResponse answer;
  CHECK(absl::IsPermissionDenied(f.Call(*f.doctors_and_sites, &Stub::EnsurePractitioner,
                                        f.NewKey(f.alpha), Owner(f), answer)));
}

}  // namespace
}  // namespace enlace::appointment::rpc
