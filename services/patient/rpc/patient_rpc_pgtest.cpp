#include <google/protobuf/empty.pb.h>
#include <google/protobuf/util/json_util.h>

#include "libs/core/reasons.h"
#include "libs/rpc/status.h"
#include "services/patient/rpc/rpc_fixture.h"

namespace enlace::patient::rpc {
namespace {

using Stub = v1::PatientService::Stub;

// The payload as a bot sends it.
constexpr const char* kPayload = R"json({
  "eventType":"PATIENT","actionType":"CREATE",
  "firstName":"María","secondName":"José","lastName":"Rodríguez","secondLastName":"Pérez",
  "birthDate":"1990-04-12","genderId":"F","docTypeId":"CC","docNumber":"1032456789",
  "phones":["+573001234567"],"email":"maria@example.com","epsId":"EPS005","habeasData":true,
  "customFields":{"preferredLanguage":"es","plan":"gold"}})json";

v1::CreatePatientRequest Payload() {
  v1::CreatePatientRequest request;
  REQUIRE(google::protobuf::util::JsonStringToMessage(kPayload, &request).ok());
  return request;
}

v1::Patient CreateMaria(RpcFixture& f, const std::string& key) {
  v1::Patient patient;
  const auto status = f.Call(&Stub::CreatePatient, key, Payload(), patient);
  INFO(status.ToString());
  REQUIRE(status.ok());
  return patient;
}

template <typename Request>
Request WithId(const std::string& id) {
  Request request;
  request.set_id(id);
  return request;
}

// What a caller reads of a refusal.
absl::Status AsAnswered(const absl::Status& refusal) {
  return enlace::rpc::FromGrpcStatus(enlace::rpc::ToGrpcStatus(refusal, ""));
}

TEST_CASE("the bot's payload is answered with all fields, the id and the times") {
  RpcFixture f;
  const auto patient = CreateMaria(f, f.NewKey(f.alpha, f.bot_scopes));
  CHECK(core::Ulid::Parse(patient.id()));
  CHECK(patient.first_name() == "María");
  CHECK(patient.second_last_name() == "Pérez");
  CHECK(patient.birth_date() == "1990-04-12");
  CHECK(patient.doc_number() == "1032456789");
  CHECK(patient.phones(0) == "+573001234567");
  CHECK(patient.habeas_data());
  CHECK(patient.custom_fields().fields().at("plan").string_value() == "gold");
  CHECK(patient.owner_id() == "owner@example.com");
  CHECK(patient.created_at().seconds() > 1'700'000'000);
  CHECK(!patient.has_workflow());
}

TEST_CASE("a bad payload is answered with every violation and stores nothing") {
  RpcFixture f;
  auto request = Payload();
  request.set_event_type("APPOINTMENT");
  request.set_doc_number("10A");
  request.set_email("maria");
  request.set_owner_id("intruder@example.com");
  (*request.mutable_custom_fields()->mutable_fields())["big"].set_number_value(1e300);
  v1::Patient patient;
  const auto status =
      f.Call(&Stub::CreatePatient, f.NewKey(f.alpha, f.bot_scopes), request, patient);
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  const auto details = core::DetailsOf(status);
  CHECK(details.reason == core::reason::kFieldViolation);
  std::vector<std::string> fields;
  for (const auto& violation : details.violations) fields.push_back(violation.field);
  CHECK(fields == std::vector<std::string>{"eventType", "docNumber", "email", "customFields.big"});
  CHECK(f.Sql("SELECT FROM patients").empty());
}

TEST_CASE("the owner in a payload is overridden by the credential's") {
  RpcFixture f;
  auto request = Payload();
  request.set_owner_id("intruder@example.com");
  v1::Patient patient;
  REQUIRE(f.Call(&Stub::CreatePatient, f.NewKey(f.alpha, f.bot_scopes), request, patient).ok());
  CHECK(patient.owner_id() == "owner@example.com");
}

TEST_CASE("a document that is taken answers ALREADY_EXISTS with its reason") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha, f.bot_scopes);
  CreateMaria(f, key);
  v1::Patient patient;
  const auto status = f.Call(&Stub::CreatePatient, key, Payload(), patient);
  CHECK(status.code() == absl::StatusCode::kAlreadyExists);
  CHECK(core::DetailsOf(status).reason == core::reason::kDocumentExists);
  CreateMaria(f, f.NewKey(f.beta, f.bot_scopes));
}

TEST_CASE("foreign, absent and malformed ids get the same answer on every RPC") {
  RpcFixture f;
  const auto id = CreateMaria(f, f.NewKey(f.alpha, f.bot_scopes)).id();
  const auto foreign = f.NewKey(f.beta, f.bot_scopes);
  const auto expected = AsAnswered(core::refusal::NotFoundPatient());
  for (const std::string& asked : {id, std::string("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
                                   std::string("../patients"), std::string("' OR 1=1")}) {
    INFO(asked);
    v1::Patient patient;
    v1::PatientReference reference;
    google::protobuf::Empty empty;
    CHECK(f.Call(&Stub::GetPatient, foreign, WithId<v1::GetPatientRequest>(asked), patient) ==
          expected);
    CHECK(f.Call(&Stub::UpdatePatient, foreign, WithId<v1::UpdatePatientRequest>(asked), patient) ==
          expected);
    CHECK(f.Call(&Stub::DeletePatient, foreign, WithId<v1::DeletePatientRequest>(asked), empty) ==
          expected);
    CHECK(f.Call(&Stub::RestorePatient, foreign, WithId<v1::RestorePatientRequest>(asked),
                 patient) == expected);
    CHECK(f.Call(&Stub::ResolvePatient, foreign, WithId<v1::ResolvePatientRequest>(asked),
                 reference) == expected);
  }
  CHECK(f.Sql("SELECT FROM patients WHERE version > 1").empty());
}

TEST_CASE("an update changes what is sent, clears what is null and merges custom fields") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha, f.bot_scopes);
  auto request = WithId<v1::UpdatePatientRequest>(CreateMaria(f, key).id());
  request.set_email("new@example.com");
  request.add_clear_fields("secondName");
  auto& fields = *request.mutable_custom_fields()->mutable_fields();
  fields["plan"].set_null_value(google::protobuf::NULL_VALUE);
  fields["visits"].set_number_value(3);
  v1::Patient patient;
  REQUIRE(f.Call(&Stub::UpdatePatient, key, request, patient).ok());
  CHECK(patient.email() == "new@example.com");
  CHECK(!patient.has_second_name());
  CHECK(patient.first_name() == "María");
  CHECK(patient.phones_size() == 1);
  CHECK(patient.custom_fields().fields_size() == 2);
  CHECK(patient.custom_fields().fields().at("visits").number_value() == 3);

  request.set_doc_number("");
  const auto refused = f.Call(&Stub::UpdatePatient, key, request, patient);
  CHECK(core::DetailsOf(refused).violations.at(0).field == "docNumber");
}

TEST_CASE("an upsert by document creates, then changes") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha, f.bot_scopes);
  v1::UpsertPatientByDocumentRequest request;
  request.set_doc_type_id("CC");
  request.set_doc_number("1032456789");
  request.set_first_name("María");
  request.set_last_name("Rodríguez");
  request.set_email("");
  v1::Patient created, changed;
  REQUIRE(f.Call(&Stub::UpsertPatientByDocument, key, request, created).ok());
  request.clear_first_name();
  request.set_email("maria@example.com");
  REQUIRE(f.Call(&Stub::UpsertPatientByDocument, key, request, changed).ok());
  CHECK(changed.id() == created.id());
  CHECK(changed.first_name() == "María");
  CHECK(changed.email() == "maria@example.com");
}

TEST_CASE("a deleted patient is gone until it is restored") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha, f.bot_scopes);
  const auto id = CreateMaria(f, key).id();
  google::protobuf::Empty empty;
  v1::Patient patient;
  REQUIRE(f.Call(&Stub::DeletePatient, key, WithId<v1::DeletePatientRequest>(id), empty).ok());
  CHECK(f.Call(&Stub::DeletePatient, key, WithId<v1::DeletePatientRequest>(id), empty) ==
        AsAnswered(core::refusal::NotFoundPatient()));
  CHECK(f.Call(&Stub::GetPatient, key, WithId<v1::GetPatientRequest>(id), patient) ==
        AsAnswered(core::refusal::NotFoundPatient()));
  REQUIRE(f.Call(&Stub::RestorePatient, key, WithId<v1::RestorePatientRequest>(id), patient).ok());
  CHECK(f.Call(&Stub::GetPatient, key, WithId<v1::GetPatientRequest>(id), patient).ok());
}

TEST_CASE("a bot's key finds persons by exact identifiers and lists only with the scope") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha, f.bot_scopes);
  const auto id = CreateMaria(f, key).id();
  v1::ListPatientsRequest request;
  v1::ListPatientsResponse response;
  const auto refused = f.Call(&Stub::ListPatients, key, request, response);
  CHECK(refused.code() == absl::StatusCode::kPermissionDenied);
  CHECK(core::DetailsOf(refused).reason == core::reason::kScopeMissing);

  request.set_phone("300 123 4567");
  REQUIRE(f.Call(&Stub::ListPatients, key, request, response).ok());
  REQUIRE(response.patients_size() == 1);
  CHECK(response.patients(0).id() == id);
  CHECK(!response.has_next_page_token());

  REQUIRE(f.Call(&Stub::ListPatients, f.NewKey(f.beta, f.bot_scopes), request, response).ok());
  CHECK(response.patients().empty());
}

TEST_CASE("pages are linked by opaque tokens") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha, {"patients:write", "patients:list"});
  auto create = Payload();
  for (int i = 0; i < 3; ++i) {
    create.set_doc_number(std::to_string(10'000 + i));
    v1::Patient patient;
    REQUIRE(f.Call(&Stub::CreatePatient, key, create, patient).ok());
  }
  v1::ListPatientsRequest request;
  (*request.mutable_custom_fields())["plan"] = "gold";
  request.set_page_size(2);
  v1::ListPatientsResponse first, second;
  REQUIRE(f.Call(&Stub::ListPatients, key, request, first).ok());
  CHECK(first.patients_size() == 2);
  request.set_page_token(first.next_page_token());
  REQUIRE(f.Call(&Stub::ListPatients, key, request, second).ok());
  CHECK(second.patients_size() == 1);
  CHECK(!second.has_next_page_token());

  request.set_page_token("nonsense");
  request.set_page_size(201);
  const auto refused = f.Call(&Stub::ListPatients, key, request, second);
  CHECK(core::DetailsOf(refused).violations.size() == 2);
}

TEST_CASE("every answer with a person's data leaves one access record with its ids") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha, f.bot_scopes);
  const auto id = CreateMaria(f, key).id();
  v1::Patient patient;
  v1::PatientReference reference;
  v1::ListPatientsRequest by_email;
  by_email.set_email("maria@example.com");
  v1::ListPatientsResponse list;
  REQUIRE(f.Call(&Stub::GetPatient, key, WithId<v1::GetPatientRequest>(id), patient).ok());
  REQUIRE(f.Call(&Stub::ListPatients, key, by_email, list).ok());
  REQUIRE(
      f.Call(&Stub::ResolvePatient, key, WithId<v1::ResolvePatientRequest>(id), reference).ok());
  CHECK(reference.doc_number() == "1032456789");
  // An update that changes nothing reads the patient all the same.
  REQUIRE(f.Call(&Stub::UpdatePatient, key, WithId<v1::UpdatePatientRequest>(id), patient).ok());
  by_email.set_email("nobody@example.com");
  REQUIRE(f.Call(&Stub::ListPatients, key, by_email, list).ok());

  const auto events = f.Sql(
      "SELECT action, endpoint, resource_ids[1] AS id FROM outbox "
      "WHERE event_type = 'ACCESS' ORDER BY seq");
  const std::pair<const char*, const char*> expected[] = {{"READ", "GetPatient"},
                                                          {"LIST", "ListPatients"},
                                                          {"READ", "ResolvePatient"},
                                                          {"READ", "UpdatePatient"}};
  REQUIRE(events.size() == 4);
  for (int i = 0; i < 4; ++i) {
    INFO(expected[i].second);
    CHECK(events[i].Text("action") == expected[i].first);
    CHECK(std::string(events[i].Text("endpoint")).ends_with(expected[i].second));
    CHECK(events[i].Id("id").ToString() == id);
  }
  CHECK(f.Sql("SELECT FROM outbox WHERE event_type = 'WRITE'").size() == 1);
}

TEST_CASE("keys without the scope, unknown keys and no key are refused") {
  RpcFixture f;
  v1::Patient patient;
  CHECK(f.Call(&Stub::CreatePatient, f.NewKey(f.alpha, {"patients:read"}), Payload(), patient)
            .code() == absl::StatusCode::kPermissionDenied);
  CHECK(f.Call(&Stub::CreatePatient, "", Payload(), patient).code() ==
        absl::StatusCode::kUnauthenticated);
  const auto unknown = authn::ApiKey::Generate("test", f.alpha).Plaintext();
  CHECK(f.Call(&Stub::CreatePatient, unknown, Payload(), patient).code() ==
        absl::StatusCode::kUnauthenticated);
  CHECK(f.Sql("SELECT FROM patients").empty());
}

TEST_CASE("two tenants are judged by their own codes, side by side") {
  RpcFixture f;
  const auto alpha = f.NewKey(f.alpha, f.bot_scopes);
  const auto beta = f.NewKey(f.beta, f.bot_scopes);
  f.SetRules(
      alpha,
      {{"country", "PE"},
       {"catalogs",
        {{"unknownEps", "error"}, {"documentTypes", {{{"code", "CARNE"}, {"nameEs", "Carné"}}}}}}});
  v1::CreatePatientRequest request;
  request.set_event_type("PATIENT");
  request.set_action_type("CREATE");
  request.set_first_name("Luz");
  request.set_last_name("Rojas");
  request.set_doc_type_id("CARNE");
  request.set_doc_number("A123");
  request.add_phones("912345678");
  v1::Patient patient;
  CHECK(f.Call(&v1::PatientService::Stub::CreatePatient, alpha, request, patient).ok());
  CHECK(patient.phones(0) == "+51912345678");
  CHECK(patient.warnings().empty());
  const auto refused =
      core::DetailsOf(f.Call(&v1::PatientService::Stub::CreatePatient, beta, request, patient));
  REQUIRE(!refused.violations.empty());
  CHECK(refused.violations[0].reason == "DOCUMENT_TYPE");

  request.set_doc_type_id("CC");
  request.set_doc_number("123456");
  request.set_eps_id("EPS777");
  request.clear_phones();
  CHECK(core::DetailsOf(f.Call(&v1::PatientService::Stub::CreatePatient, alpha, request, patient))
            .violations.size() == 1);
  v1::Patient of_beta;
  REQUIRE(f.Call(&v1::PatientService::Stub::CreatePatient, beta, request, of_beta).ok());
  REQUIRE(of_beta.warnings_size() == 1);
  CHECK(of_beta.warnings(0).reason() == "EPS_UNKNOWN");
}

TEST_CASE("a catalogue is answered for a day, with the tenant's own codes") {
  RpcFixture f;
  const auto key = f.NewKey(f.alpha, {"audit:read"});
  f.SetRules(key, {{"catalogs", {{"eps", {{{"code", "PREP01"}, {"nameEs", "Prepagada"}}}}}}});
  const auto get = [&](const char* name, const char* date, catalog::v1::Catalog& answer) {
    grpc::ClientContext context;
    context.AddMetadata("x-api-key", key);
    catalog::v1::GetCatalogRequest request;
    request.set_name(name);
    request.set_date(date);
    return enlace::rpc::FromGrpcStatus(f.catalogs->GetCatalog(&context, request, &answer));
  };
  catalog::v1::Catalog eps;
  REQUIRE(get("eps", "", eps).ok());
  CHECK(eps.entries_size() == 14);
  CHECK(eps.entries(13).code() == "PREP01");
  CHECK(eps.entries(13).own());
  catalog::v1::Catalog types;
  REQUIRE(get("document-types", "2026-01-31", types).ok());
  CHECK(types.date() == "2026-01-31");
  CHECK(types.entries_size() == 18);
  CHECK(types.entries(0).attributes().fields().at("characters").string_value() == "ALPHANUMERIC");
  CHECK(absl::IsNotFound(get("colours", "", types)));
  CHECK(absl::IsInvalidArgument(get("eps", "2026-02-30", eps)));
}

}  // namespace
}  // namespace enlace::patient::rpc
