#include "tests/bench/client/workloads.h"

#include <catch2/catch_test_macros.hpp>
#include <cstring>

#include "enlace/appointment/v1/appointment_service.grpc.pb.h"
#include "enlace/patient/v1/patient_service.grpc.pb.h"

namespace enlace::bench {
namespace {

const TenantData kTenant{.id = core::Ulid::Generate(absl::UnixEpoch()),
                         .key = "key",
                         .page_tokens = std::make_shared<const rpc::PageTokens>(
                             *core::DataKeys::FromHex(std::string(64, '7'))),
                         .first_patient = 100'000'000'000,
                         .patients = 300,
                         .first_doctor = 200'000'000'000,
                         .doctors = 5};

template <typename Request>
Request Made(std::string_view name) {
  Random random(1);
  grpc::Slice slice;
  FindWorkload(name)->make(kTenant, random).DumpToSingleSlice(&slice);
  Request request;
  REQUIRE(request.ParseFromArray(slice.begin(), static_cast<int>(slice.size())));
  return request;
}

}  // namespace

TEST_CASE("a number's id is the ULID of the uuid that the seed makes of it") {
  CHECK(IdOf(100'000'000'000).size() == 26);
  CHECK(IdOf(100'000'000'000) != IdOf(100'000'000'001));
}

TEST_CASE("a list begins after one of the tenant's patients") {
  const auto request = Made<patient::v1::ListPatientsRequest>("list");
  std::vector<core::Violation> violations;
  const auto page = kTenant.page_tokens->Read(kTenant.id, request, violations);
  REQUIRE(violations.empty());
  CHECK(page.after >= IdOf(kTenant.first_patient));
  CHECK(page.after < IdOf(kTenant.first_patient + kTenant.patients - 50));
}

TEST_CASE("a list asks for the rows of its name") {
  CHECK(Made<patient::v1::ListPatientsRequest>("list").page_size() == 50);
  CHECK(Made<patient::v1::ListPatientsRequest>("list-10").page_size() == 10);
}

TEST_CASE("a created patient has a document of twelve digits") {
  const auto request = Made<patient::v1::CreatePatientRequest>("create");
  CHECK(request.doc_number().size() == 12);
  CHECK(request.phones(0).size() == 13);
}

TEST_CASE("a booking ends before its next quarter of an hour") {
  const auto request = Made<appointment::v1::CreateAppointmentRequest>("book");
  CHECK(request.start_appointment().size() == std::strlen("2030-01-01T00:00:00Z"));
  CHECK(request.start_appointment() < request.end_appointment());
}

TEST_CASE("no workload goes by an unknown name") { CHECK(FindWorkload("none") == nullptr); }

}  // namespace enlace::bench
