#include <google/protobuf/empty.pb.h>

#include <catch2/catch_test_macros.hpp>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/status.h"
#include "services/appointment/rpc/rpc_fixture.h"

namespace enlace::appointment::rpc {
namespace {

using Stub = v1::AppointmentService::Stub;

template <typename Request>
Request WithId(const std::string& id) {
  Request request;
  request.set_id(id);
  return request;
}

v1::Appointment Book(RpcFixture& f, const std::string& key) {
  v1::Appointment appointment;
  const auto status =
      f.Call(*f.appointments, &Stub::CreateAppointment, key, f.Payload(), appointment);
  INFO(status.ToString());
  REQUIRE(status.ok());
  return appointment;
}

// What a caller reads of a refusal.
absl::Status AsAnswered(const absl::Status& refusal) {
  return enlace::rpc::FromGrpcStatus(enlace::rpc::ToGrpcStatus(refusal, ""));
}

TEST_CASE("the bot's payload is answered with all fields, in UTC and in local time") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  const auto appointment = Book(f, key);
  CHECK(core::Ulid::Parse(appointment.id()));
  CHECK(appointment.start_appointment().seconds() == 1'796'133'600);
  CHECK(appointment.end_appointment().seconds() == 1'796'135'400);
  CHECK(appointment.start_local() == "2026-12-01T09:00:00-05:00");
  CHECK(appointment.end_local() == "2026-12-01T09:30:00-05:00");
  CHECK(appointment.time_zone() == "America/Bogota");
  CHECK(appointment.patient_id() == PatientServer::kPatientId);
  CHECK(appointment.patient_doc_number() == "1032456789");
  CHECK(appointment.doctor_doc_number() == "79555111");
  CHECK(appointment.state() == "SCHEDULED");
  CHECK(appointment.notification_state() == "PENDING");
  CHECK(appointment.appointment_type() == "GENERAL");
  CHECK(appointment.comment() == "Primera vez");
  CHECK(appointment.custom_fields().fields().at("channel").string_value() == "whatsapp");
  CHECK(appointment.owner_id() == "owner@example.com");
  CHECK(appointment.created_at().seconds() > 1'700'000'000);

  v1::Appointment second;
  CHECK(Verdict(f.Call(*f.appointments, &Stub::CreateAppointment, key, f.Payload(), second)) ==
        "ALREADY_EXISTS SLOT_TAKEN");
}

TEST_CASE("the patient service is asked in the caller's name") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  Book(f, key);
  const auto question = f.patient_server.last();
  CHECK(question.api_key == key);
  CHECK(question.request_id == "request-0001");
  CHECK(question.traceparent.substr(0, 36) == "00-0af7651916cd43dd8448eb211c80319c-");
  CHECK(question.deadline < absl::Now() + absl::Seconds(21));
}

TEST_CASE("an unknown patient and an unknown doctor are named in one answer") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  auto request = f.Payload();
  request.set_patient_doc_number("99999999");
  request.set_doctor_doc_number("11111111");
  v1::Appointment appointment;
  CHECK(Verdict(f.Call(*f.appointments, &Stub::CreateAppointment, key, request, appointment)) ==
        "INVALID_ARGUMENT FIELD_VIOLATION; patientDocNumber PATIENT_NOT_FOUND; doctorDocNumber "
        "DOCTOR_NOT_FOUND");
  CHECK(f.Count("appointments") == 0);
}

TEST_CASE("without the patient service nothing is stored and the answer is UNAVAILABLE") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  f.patient_server.Stop();
  v1::Appointment appointment;
  const auto status =
      f.Call(*f.appointments, &Stub::CreateAppointment, key, f.Payload(), appointment);
  CHECK(Verdict(status) == "UNAVAILABLE UNAVAILABLE");
  CHECK(core::DetailsOf(status).retry_after);
  CHECK(f.Count("appointments") == 0);
  CHECK(f.Count("outbox WHERE resource_type = 'Appointment'") == 0);
}

TEST_CASE("an answer that holds an appointment leaves an access record") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  const auto id = Book(f, key).id();
  v1::Appointment appointment;
  REQUIRE(f.Call(*f.appointments, &Stub::GetAppointment, key, WithId<v1::GetAppointmentRequest>(id),
                 appointment)
              .ok());
  CHECK(appointment.id() == id);
  CHECK(f.Count("outbox WHERE event_type = 'ACCESS' AND action = 'READ'") == 1);
  v1::ListAppointmentsResponse list;
  REQUIRE(f.Call(*f.appointments, &Stub::ListAppointments, key, v1::ListAppointmentsRequest(), list)
              .ok());
  REQUIRE(list.appointments_size() == 1);
  CHECK(!list.has_next_page_token());
  CHECK(f.Count("outbox WHERE event_type = 'ACCESS' AND action = 'LIST'") == 1);
  // An update that changes nothing is a read.
  REQUIRE(f.Call(*f.appointments, &Stub::UpdateAppointment, key,
                 WithId<v1::UpdateAppointmentRequest>(id), appointment)
              .ok());
  CHECK(f.Count("outbox WHERE event_type = 'ACCESS'") == 3);
}

TEST_CASE("update, cancel and delete do what they say") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  const auto id = Book(f, key).id();
  v1::Appointment appointment;
  auto update = WithId<v1::UpdateAppointmentRequest>(id);
  update.set_start_appointment("2026-12-01T10:00:00-05:00");
  update.set_state("CONFIRMED");
  update.add_clear_fields("comment");
  REQUIRE(f.Call(*f.appointments, &Stub::UpdateAppointment, key, update, appointment).ok());
  CHECK(appointment.id() == id);
  CHECK(appointment.end_local() == "2026-12-01T10:30:00-05:00");
  CHECK(appointment.state() == "CONFIRMED");
  CHECK(!appointment.has_comment());

  update = WithId<v1::UpdateAppointmentRequest>(id);
  update.set_state("COMPLETED");
  CHECK(Verdict(f.Call(*f.appointments, &Stub::UpdateAppointment, key, update, appointment)) ==
        "FAILED_PRECONDITION STATE_TRANSITION");
  auto cancel = WithId<v1::CancelAppointmentRequest>(id);
  cancel.set_comment("is ill");
  REQUIRE(f.Call(*f.appointments, &Stub::CancelAppointment, key, cancel, appointment).ok());
  CHECK(appointment.state() == "CANCELLED");
  google::protobuf::Empty empty;
  CHECK(f.Call(*f.appointments, &Stub::DeleteAppointment, key,
               WithId<v1::DeleteAppointmentRequest>(id), empty)
            .ok());
  CHECK(Verdict(f.Call(*f.appointments, &Stub::GetAppointment, key,
                       WithId<v1::GetAppointmentRequest>(id), appointment)) ==
        "NOT_FOUND NOT_FOUND");
}

TEST_CASE("pages lead on by their token") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  Book(f, key);
  auto later = f.Payload();
  later.set_start_appointment("2026-12-01T11:00:00-05:00");
  later.set_end_appointment("2026-12-01T12:00:00-05:00");
  v1::Appointment appointment;
  REQUIRE(f.Call(*f.appointments, &Stub::CreateAppointment, key, later, appointment).ok());
  v1::ListAppointmentsRequest request;
  request.set_page_size(1);
  v1::ListAppointmentsResponse first, second;
  REQUIRE(f.Call(*f.appointments, &Stub::ListAppointments, key, request, first).ok());
  request.set_page_token(first.next_page_token());
  REQUIRE(f.Call(*f.appointments, &Stub::ListAppointments, key, request, second).ok());
  CHECK(second.appointments(0).id() == appointment.id());
  CHECK(!second.has_next_page_token());
  request.set_page_token("garbage");
  request.set_page_size(0);
  request.set_state("GONE");
  CHECK(Verdict(f.Call(*f.appointments, &Stub::ListAppointments, key, request, second)) ==
        "INVALID_ARGUMENT FIELD_VIOLATION; pageSize RANGE; pageToken PAGE_TOKEN_INVALID; state "
        "STATE");
}

TEST_CASE("scopes and keys are asked for") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  Book(f, key);
  v1::Appointment appointment;
  const auto reader = f.NewKey(f.alpha, {"appointments:read"});
  CHECK(Verdict(f.Call(*f.appointments, &Stub::CreateAppointment, reader, f.Payload(),
                       appointment)) == "PERMISSION_DENIED SCOPE_MISSING");
  CHECK(Verdict(f.Call(*f.appointments, &Stub::CreateAppointment, "", f.Payload(), appointment)) ==
        "UNAUTHENTICATED CREDENTIAL_MISSING");
  v1::ListAppointmentsResponse list;
  v1::ListAppointmentsRequest request;
  CHECK(Verdict(f.Call(*f.appointments, &Stub::ListAppointments, reader, request, list)) ==
        "PERMISSION_DENIED SCOPE_MISSING");
  request.set_patient_doc_type_id("CC");
  request.set_patient_doc_number("1032456789");
  REQUIRE(f.Call(*f.appointments, &Stub::ListAppointments, reader, request, list).ok());
  CHECK(list.appointments_size() == 1);
}

TEST_CASE("foreign, absent and malformed ids get one answer on every RPC") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  const auto id = Book(f, key).id();
  const auto foreign = f.NewKey(f.beta);
  const auto expected = AsAnswered(core::refusal::NotFoundAppointment());
  for (const std::string& asked :
       {id, std::string("01ARZ3NDEKTSV4RRFFQ69G5FAV"), std::string("' OR 1=1")}) {
    INFO(asked);
    v1::Appointment appointment;
    google::protobuf::Empty empty;
    CHECK(f.Call(*f.appointments, &Stub::GetAppointment, foreign,
                 WithId<v1::GetAppointmentRequest>(asked), appointment) == expected);
    CHECK(f.Call(*f.appointments, &Stub::UpdateAppointment, foreign,
                 WithId<v1::UpdateAppointmentRequest>(asked), appointment) == expected);
    CHECK(f.Call(*f.appointments, &Stub::CancelAppointment, foreign,
                 WithId<v1::CancelAppointmentRequest>(asked), appointment) == expected);
    CHECK(f.Call(*f.appointments, &Stub::DeleteAppointment, foreign,
                 WithId<v1::DeleteAppointmentRequest>(asked), empty) == expected);
  }
  v1::ListAppointmentsResponse list;
  REQUIRE(
      f.Call(*f.appointments, &Stub::ListAppointments, foreign, v1::ListAppointmentsRequest(), list)
          .ok());
  CHECK(list.appointments_size() == 0);
  CHECK(f.Count("appointments WHERE version > 1") == 0);
}

TEST_CASE("the directory answers its doctors and sites") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  using Directory = v1::DirectoryService::Stub;
  v1::ListPractitionersResponse doctors;
  REQUIRE(f.Call(*f.doctors_and_sites, &Directory::ListPractitioners, key,
                 v1::ListPractitionersRequest(), doctors)
              .ok());
  REQUIRE(doctors.doctors_size() == 1);
  v1::Practitioner doctor;
  REQUIRE(f.Call(*f.doctors_and_sites, &Directory::GetPractitioner, key,
                 WithId<v1::GetPractitionerRequest>(doctors.doctors(0).id()), doctor)
              .ok());
  CHECK(doctor.last_name() == "Gómez");
  CHECK(doctor.active());
  v1::ListLocationsResponse sites;
  REQUIRE(f.Call(*f.doctors_and_sites, &Directory::ListLocations, key, v1::ListLocationsRequest(),
                 sites)
              .ok());
  REQUIRE(sites.sites_size() == 1);
  CHECK(sites.sites(0).main());
  v1::Location site;
  CHECK(f.Call(*f.doctors_and_sites, &Directory::GetLocation, f.NewKey(f.beta),
               WithId<v1::GetLocationRequest>(sites.sites(0).id()),
               site) == AsAnswered(core::refusal::NotFoundSite()));
}

TEST_CASE("administrative staff is answered without what is clinical, a provider with it") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  const auto booked = Book(f, key);
  const auto answers = [&](authn::Role role) {
    const auto staff = f.NewStaff(f.alpha, role);
    v1::Appointment one;
    CHECK(f.Call(*f.appointments, &Stub::GetAppointment, staff,
                 WithId<v1::GetAppointmentRequest>(booked.id()), one)
              .ok());
    v1::ListAppointmentsResponse page;
    CHECK(
        f.Call(*f.appointments, &Stub::ListAppointments, staff, v1::ListAppointmentsRequest(), page)
            .ok());
    REQUIRE(page.appointments_size() == 1);
    CHECK(one.patient_doc_number() == booked.patient_doc_number());
    CHECK(one.has_comment() == page.appointments(0).has_comment());
    CHECK(one.has_custom_fields() == page.appointments(0).has_custom_fields());
    return std::pair(one.comment(), one.has_custom_fields());
  };
  CHECK(answers(authn::Role::kAdministrativeStaff) == std::pair(std::string(), false));
  CHECK(answers(authn::Role::kProvider) == std::pair(booked.comment(), true));
}

TEST_CASE("administrative staff writes nothing clinical, and does not search by it") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha);
  f.OpenClinic(key);
  const auto staff = f.NewStaff(f.alpha, authn::Role::kAdministrativeStaff);
  v1::Appointment appointment;
  CHECK(
      Verdict(f.Call(*f.appointments, &Stub::CreateAppointment, staff, f.Payload(), appointment)) ==
      "INVALID_ARGUMENT FIELD_VIOLATION; comment CLINICAL_FIELD; "
      "customFields CLINICAL_FIELD");
  CHECK(f.Count("appointments") == 0);
  auto plain = f.Payload();
  plain.clear_comment();
  plain.clear_custom_fields();
  REQUIRE(f.Call(*f.appointments, &Stub::CreateAppointment, staff, plain, appointment).ok());
  v1::UpdateAppointmentRequest update;
  update.set_id(appointment.id());
  update.add_clear_fields("comment");
  CHECK(Verdict(f.Call(*f.appointments, &Stub::UpdateAppointment, staff, update, appointment)) ==
        "INVALID_ARGUMENT FIELD_VIOLATION; comment CLINICAL_FIELD");
  v1::ListAppointmentsRequest list;
  (*list.mutable_custom_fields())["channel"] = "whatsapp";
  v1::ListAppointmentsResponse page;
  CHECK(Verdict(f.Call(*f.appointments, &Stub::ListAppointments, staff, list, page)) ==
        "INVALID_ARGUMENT FIELD_VIOLATION; customFields CLINICAL_FIELD");
}

}  // namespace
}  // namespace enlace::appointment::rpc
