#include <catch2/catch_test_macros.hpp>

#include "libs/core/error.h"
#include "services/appointment/rpc/rpc_fixture.h"

namespace enlace::appointment::rpc {
namespace {

using Stub = v1::AppointmentService::Stub;

struct Fixture : RpcFixture {
  Fixture() { OpenClinic(NewKey(alpha)); }

  static v1::CreateAppointmentRequest WithPatient() {
    auto request = Payload();
    request.clear_patient_doc_type_id();
    request.clear_patient_doc_number();
    request.mutable_patient()->set_first_name("Camila");
    request.mutable_patient()->set_doc_type_id("CC");
    request.mutable_patient()->set_doc_number("1018765432");
    return request;
  }
  absl::Status Book(const v1::CreateAppointmentRequest& request) {
    return Call(*appointments, &Stub::CreateAppointment, key, request, answer);
  }

  const std::string key = NewKey(alpha, {"appointments:write", "patients:write"});
  v1::Appointment answer;
};

TEST_CASE(
    "a person sent along is registered in the caller's name, with time left for the booking") {
  Fixture f;
  REQUIRE(f.Book(Fixture::WithPatient()).ok());
  REQUIRE(f.patient_server.registered().size() == 1);
  CHECK(f.patient_server.registered()[0] == f.answer.patient_id());
  CHECK(f.answer.patient_doc_number() == "1018765432");
  const auto asked = f.patient_server.last();
  CHECK(asked.api_key == f.key);
  CHECK(asked.request_id == "request-0001");
  // The call itself may take 20 seconds.
  CHECK(asked.deadline < absl::Now() + absl::Seconds(11));
}

TEST_CASE("a call that is only tried registers nobody and answers no patient's id") {
  Fixture f;
  auto request = Fixture::WithPatient();
  request.set_validate_only(true);
  REQUIRE(f.Book(request).ok());
  CHECK(f.answer.patient_id().empty());
  CHECK(f.patient_server.registered().empty());
  CHECK(f.Count("appointments") == 0);
}

TEST_CASE("without the right to write patients nothing is asked") {
  Fixture f;
  const auto key = f.NewKey(f.alpha);
  CHECK(Verdict(f.Call(*f.appointments, &Stub::CreateAppointment, key, Fixture::WithPatient(),
                       f.answer)) == "PERMISSION_DENIED SCOPE_MISSING");
  CHECK(f.patient_server.last().api_key.empty());
}

TEST_CASE("mistakes of the person and of the booking come in one answer") {
  Fixture f;
  auto request = Fixture::WithPatient();
  request.mutable_patient()->clear_first_name();
  request.set_modality("BY_PHONE");
  CHECK(Verdict(f.Book(request)) ==
        "INVALID_ARGUMENT FIELD_VIOLATION; modality MODALITY; patient.firstName REQUIRED");
}

TEST_CASE("without the patient service nobody is booked") {
  Fixture f;
  f.patient_server.Stop();
  CHECK(absl::IsUnavailable(f.Book(Fixture::WithPatient())));
  CHECK(f.Count("appointments") == 0);
}

}  // namespace
}  // namespace enlace::appointment::rpc
