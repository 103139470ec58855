#include <google/protobuf/empty.pb.h>

#include <catch2/catch_test_macros.hpp>

#include "services/appointment/rpc/rpc_fixture.h"

namespace enlace::appointment::rpc {
namespace {

using Stub = v1::AppointmentService::Stub;

v1::FollowPatientWorkflowRequest Told(const RpcFixture& f) {
  v1::FollowPatientWorkflowRequest request;
  request.set_tenant_id(f.alpha.ToString());
  request.set_patient_id(PatientServer::kPatientId);
  request.set_workflow("intake");
  return request;
}

TEST_CASE("what a service tells of a patient's workflow is followed, in the service's name") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  v1::Appointment booked;
  REQUIRE(f.Call(*f.appointments, &Stub::CreateAppointment, key, f.Payload(), booked).ok());
  const auto service = f.NewStaff(core::Ulid(), authn::Role::kInternalService);
  auto request = Told(f);
  google::protobuf::Empty nothing;
  const auto tell = [&] {
    return f.Call(*f.appointments, &Stub::FollowPatientWorkflow, service, request, nothing);
  };
  CHECK(tell().ok());
  CHECK(tell().ok());
  CHECK(f.Count("appointments WHERE patient_workflow = 'intake' AND version = 2") == 1);
  CHECK(f.Count("outbox WHERE resource_type = 'Appointment' AND action = 'UPDATE'"
                " AND actor_type = 'SERVICE'") == 1);
  request.clear_workflow();
  CHECK(tell().ok());
  CHECK(f.Count("appointments WHERE patient_workflow IS NULL AND version = 3") == 1);
  // A patient who has nothing here.
  request.set_patient_id(core::Ulid::Generate(absl::Now()).ToString());
  CHECK(tell().ok());
}

TEST_CASE("nobody but a service tells of a patient's workflow") {
  RpcFixture f;
  google::protobuf::Empty nothing;
  for (const auto& key :
       {f.NewKey(f.alpha), f.NewStaff(f.alpha, authn::Role::kOrganizationAdmin)}) {
    CHECK(absl::IsPermissionDenied(
        f.Call(*f.appointments, &Stub::FollowPatientWorkflow, key, Told(f), nothing)));
  }
}

TEST_CASE("malformed ids of a clinic and of a patient are absent ones") {
  RpcFixture f;
  const auto service = f.NewStaff(core::Ulid(), authn::Role::kInternalService);
  google::protobuf::Empty nothing;
  auto request = Told(f);
  request.set_patient_id("42");
  CHECK(absl::IsNotFound(
      f.Call(*f.appointments, &Stub::FollowPatientWorkflow, service, request, nothing)));
  request = Told(f);
  request.set_tenant_id("");
  CHECK(absl::IsNotFound(
      f.Call(*f.appointments, &Stub::FollowPatientWorkflow, service, request, nothing)));
}

}  // namespace
}  // namespace enlace::appointment::rpc
