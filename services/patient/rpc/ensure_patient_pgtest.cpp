#include <google/protobuf/empty.pb.h>

#include "libs/core/error.h"
#include "services/patient/rpc/rpc_fixture.h"

namespace enlace::patient::rpc {
namespace {

using Stub = v1::PatientService::Stub;

v1::EnsurePatientRequest Luz(const std::string& number = "1032456789") {
  v1::EnsurePatientRequest request;
  auto& person = *request.mutable_patient();
  person.set_first_name("Luz");
  person.set_last_name("Rojas");
  person.set_doc_type_id("CC");
  person.set_doc_number(number);
  return request;
}

struct Fixture : RpcFixture {
  const std::string key = NewKey(alpha, bot_scopes);
  absl::Status Ensure(const v1::EnsurePatientRequest& request) {
    answer.Clear();
    return Call(&Stub::EnsurePatient, key, request, answer);
  }
  std::string Refused(const v1::EnsurePatientRequest& request) {
    std::string text;
    for (const auto& violation : core::DetailsOf(Ensure(request)).violations) {
      text += (text.empty() ? "" : ", ") + violation.field + " " + violation.reason;
    }
    return text;
  }
  int Patients() { return Sql("SELECT FROM patients").size(); }
  v1::EnsurePatientResponse answer;
};

TEST_CASE("a person is made under the id that was asked for, and found unchanged afterwards") {
  Fixture f;
  const auto id = core::Ulid::Generate(absl::Now()).ToString();
  auto request = Luz();
  request.set_id(id);
  REQUIRE(f.Ensure(request).ok());
  CHECK(f.answer.id() == id);
  request.set_id(core::Ulid::Generate(absl::Now()).ToString());
  request.mutable_patient()->set_first_name("Lucía");
  REQUIRE(f.Ensure(request).ok());
  CHECK(f.answer.id() == id);
  CHECK(f.answer.doc_number() == "1032456789");
  CHECK(f.Sql("SELECT FROM patients WHERE first_name = 'Luz' AND version = 1").size() == 1);
  CHECK(f.Sql("SELECT FROM outbox WHERE event_type = 'WRITE'").size() == 1);
  // Who made a person and who was told who has the document: both are on record.
  CHECK(f.Sql("SELECT FROM outbox WHERE event_type = 'ACCESS'").size() == 2);
}

TEST_CASE("a trial tells who has the document and stores nothing") {
  Fixture f;
  auto request = Luz();
  request.set_validate_only(true);
  REQUIRE(f.Ensure(request).ok());
  CHECK(f.answer.id().empty());
  CHECK(f.answer.doc_type_id() == "CC");
  CHECK(f.Patients() == 0);
  CHECK(f.Sql("SELECT FROM outbox").empty());
  REQUIRE(f.Ensure(Luz()).ok());
  const auto id = f.answer.id();
  REQUIRE(f.Ensure(request).ok());
  CHECK(f.answer.id() == id);
}

TEST_CASE("under a key a person is made once, though the document was freed meanwhile") {
  Fixture f;
  auto request = Luz();
  request.set_idempotency_key("one");
  REQUIRE(f.Ensure(request).ok());
  const auto id = f.answer.id();
  v1::DeletePatientRequest deletion;
  deletion.set_id(id);
  google::protobuf::Empty nothing;
  REQUIRE(f.Call(&Stub::DeletePatient, f.key, deletion, nothing).ok());
  REQUIRE(f.Ensure(request).ok());
  CHECK(f.answer.id() == id);
  CHECK(f.Patients() == 1);
}

TEST_CASE("what is wrong with a person is named under patient, of one who is there as well") {
  Fixture f;
  REQUIRE(f.Ensure(Luz()).ok());
  auto request = Luz();
  request.set_id("x");
  request.mutable_patient()->set_email("x");
  request.mutable_patient()->set_event_type("APPOINTMENT");
  CHECK(f.Refused(request) ==
        "id ID_FORMAT, patient.eventType EVENT_TYPE, patient.email EMAIL_FORMAT");
  CHECK(f.Refused(v1::EnsurePatientRequest()) ==
        "patient.firstName REQUIRED, patient.lastName REQUIRED, patient.docTypeId REQUIRED, "
        "patient.docNumber REQUIRED");
  request = Luz("");
  request.mutable_patient()->set_doc_type_id("");
  request.mutable_patient()->set_workflow("intake");
  CHECK(f.Refused(request) == "patient.docTypeId REQUIRED, patient.docNumber REQUIRED");
  CHECK(f.Patients() == 1);
}

TEST_CASE("an id that another patient of the tenant has is refused, and another tenant's is free") {
  Fixture f;
  REQUIRE(f.Ensure(Luz()).ok());
  auto request = Luz("1032456790");
  request.set_id(f.answer.id());
  CHECK(absl::IsAlreadyExists(f.Ensure(request)));
  v1::EnsurePatientResponse of_beta;
  CHECK(f.Call(&Stub::EnsurePatient, f.NewKey(f.beta, f.bot_scopes), request, of_beta).ok());
}

TEST_CASE("to register a person needs the right to write patients") {
  Fixture f;
  const auto reader = f.NewKey(f.alpha, {"patients:read", "appointments:write"});
  CHECK(absl::IsPermissionDenied(f.Call(&Stub::EnsurePatient, reader, Luz(), f.answer)));
  CHECK(f.Patients() == 0);
}

}  // namespace
}  // namespace enlace::patient::rpc
