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

}  // namespace
}  // namespace enlace::appointment::rpc
