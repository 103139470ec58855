#include "services/appointment/rpc/rpc_fixture.h"

#include <google/protobuf/util/json_util.h>

#include <stdexcept>

#include "absl/status/status.h"
#include "libs/authn/api_key.h"
#include "libs/authn/credential_error.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/metadata.h"
#include "libs/rpc/status.h"
#include "libs/testing/sql.h"
#include "services/appointment/rpc/patient_client.h"

namespace enlace::appointment::rpc {
namespace {

constexpr const char* kPayload = R"json({
  "eventType":"APPOINTMENT","actionType":"CREATE",
  "startAppointment":"2026-12-01T09:00:00-05:00","endAppointment":"2026-12-01T09:30:00-05:00",
  "patientDocTypeId":"CC","patientDocNumber":"1032456789",
  "doctorDocTypeId":"CC","doctorDocNumber":"79555111",
  "modality":"IN_PERSON","state":"SCHEDULED","notificationState":"PENDING",
  "appointmentType":"GENERAL","comment":"Primera vez","customFields":{"channel":"whatsapp"}})json";

void OrThrow(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

template <typename Database>
std::unique_ptr<Database> Open(const std::string& url) {
  auto database = Database::Open({.url = url, .pool_size = 2});
  OrThrow(database.status());
  return *std::move(database);
}

}  // namespace

PatientServer::PatientServer() {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
}

void PatientServer::Stop() {
  if (server_) server_->Shutdown(std::chrono::system_clock::now());
  server_.reset();
}

PatientServer::Question PatientServer::last() const {
  absl::MutexLock lock(&mutex_);
  return last_;
}

std::vector<std::string> PatientServer::registered() const {
  absl::MutexLock lock(&mutex_);
  return registered_;
}

void PatientServer::Note(const grpc::CallbackServerContext& context) {
  absl::MutexLock lock(&mutex_);
  const auto value = [&context](const char* key) {
    return std::string(enlace::rpc::MetadataValue(context, key));
  };
  last_ = {value("x-api-key"), value("x-request-id"), value("traceparent"),
           absl::FromChrono(context.deadline())};
}

grpc::ServerUnaryReactor* PatientServer::EnsurePatient(
    grpc::CallbackServerContext* context, const enlace::patient::v1::EnsurePatientRequest* request,
    enlace::patient::v1::EnsurePatientResponse* response) {
  Note(*context);
  auto* reactor = context->DefaultReactor();
  if (request->patient().first_name().empty()) {
    reactor->Finish(enlace::rpc::ToGrpcStatus(
        core::InvalidFields({core::violation::Required("patient.firstName")}), "request-0001"));
    return reactor;
  }
  response->set_doc_type_id(request->patient().doc_type_id());
  response->set_doc_number(request->patient().doc_number());
  if (!request->validate_only()) {
    response->set_id(request->id());
    absl::MutexLock lock(&mutex_);
    registered_.push_back(request->id());
  }
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerUnaryReactor* PatientServer::ResolvePatient(
    grpc::CallbackServerContext* context, const enlace::patient::v1::ResolvePatientRequest* request,
    enlace::patient::v1::PatientReference* response) {
  Note(*context);
  auto* reactor = context->DefaultReactor();
  const bool known = request->id() == kPatientId || request->doc_number() == "1032456789";
  if (known) {
    response->set_id(kPatientId);
    response->set_doc_type_id("CC");
    response->set_doc_number("1032456789");
  }
  reactor->Finish(
      known ? grpc::Status::OK
            : enlace::rpc::ToGrpcStatus(core::refusal::NotFoundPatient(), "request-0001"));
  return reactor;
}

absl::StatusOr<authn::Principal> KnownKeys::Resolve(std::string_view api_key, absl::Time,
                                                    const authn::Origin&) {
  const auto found = keys_.find(std::string(api_key));
  if (found == keys_.end()) return authn::CredentialInvalid();
  return found->second;
}

RpcFixture::RpcFixture()
    : database_(Open<db::TenantDatabase>(test_database_.RuntimeUrl())),
      relay_(Open<db::PlatformDatabase>(test_database_.RelayUrl())),
      access_log_(std::make_unique<db::AccessLog>(*relay_)),
      authenticator_(
          std::make_unique<authn::Authenticator>(std::make_unique<KnownKeys>(keys_), clock_)),
      kept_answers_(std::make_unique<db::KeptAnswers>(*database_, nullptr)),
      repeats_(std::make_unique<enlace::rpc::Repeats>(*kept_answers_, data_keys_)),
      pipeline_(std::make_unique<enlace::rpc::Pipeline>(*authenticator_, access_log_.get(), clock_,
                                                        repeats_.get())),
      appointment_rows_(std::make_unique<storage::PgAppointmentRepository>(*database_)),
      patient_workflows_(std::make_unique<storage::PgPatientWorkflows>(*database_)),
      directory_rows_(std::make_unique<storage::PgDirectoryRepository>(*database_)),
      type_rows_(std::make_unique<storage::PgAppointmentTypeRepository>(*database_)),
      room_rows_(std::make_unique<storage::PgRoomRepository>(*database_)),
      availability_rows_(std::make_unique<storage::PgAvailabilityRepository>(*database_)),
      catalogs_(*catalog::LiveCatalogs::Start(*relay_)),
      slot_rows_(std::make_unique<storage::PgSlotRepository>(*database_)),
      nearest_slots_(std::make_unique<NearestSlots>(*slot_rows_, clock_)),
      alternatives_(std::make_unique<Alternatives>(*nearest_slots_, offer_ids_, clock_)),
      bookings_(std::make_unique<Bookings>(*appointment_rows_, offer_ids_, *catalogs_, clock_)),
      directory_(std::make_unique<Directory>(*directory_rows_, *catalogs_, clock_)),
      types_(std::make_unique<AppointmentTypes>(*type_rows_, *catalogs_, clock_)),
      rooms_(std::make_unique<Rooms>(*room_rows_, clock_)),
      availabilities_(std::make_unique<Availabilities>(*availability_rows_, clock_)),
      patients_(enlace::patient::v1::PatientService::NewStub(
          enlace::rpc::MakeChannel("patient", patient_server.address(), nullptr))),
      appointment_rpc_(std::make_unique<AppointmentService>(
          *pipeline_, *bookings_, *patient_workflows_, *alternatives_, *patients_, page_tokens_)),
      directory_rpc_(std::make_unique<DirectoryService>(*pipeline_, *directory_, *types_, *rooms_,
                                                        *availabilities_, page_tokens_)) {
  server_ = *enlace::rpc::Server::Start({.listen = {"127.0.0.1:0"}},
                                        {appointment_rpc_.get(), directory_rpc_.get()});
  const auto channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(server_->ports().front()),
                                           grpc::InsecureChannelCredentials());
  appointments = v1::AppointmentService::NewStub(channel);
  doctors_and_sites = v1::DirectoryService::NewStub(channel);
}

std::string RpcFixture::NewKey(const core::Ulid& tenant, std::vector<std::string> scopes) {
  const auto id = core::Ulid::Generate(absl::Now());
  auto key = authn::ApiKey::Generate("test", id).Plaintext();
  keys_[key] = {.id = id,
                .role = authn::Role::kServiceAccount,
                .tenant_id = tenant,
                .tenant_slug = "clinic",
                .scopes = std::move(scopes),
                .owner_id = "owner@example.com",
                .time_zone = "America/Bogota"};
  return key;
}

std::string RpcFixture::NewStaff(const core::Ulid& tenant, authn::Role role) {
  auto key = NewKey(tenant, {"appointments:list"});
  keys_[key].role = role;
  return key;
}

void RpcFixture::OpenClinic(const std::string& key) {
  using Stub = v1::DirectoryService::Stub;
  v1::CreateLocationRequest site;
  site.set_name("Sede Norte");
  v1::Location location;
  OrThrow(Call(*doctors_and_sites, &Stub::CreateLocation, key, site, location));
  v1::CreatePractitionerRequest doctor;
  doctor.set_first_name("Ana");
  doctor.set_last_name("Gómez");
  doctor.set_doc_type_id("CC");
  doctor.set_doc_number("79555111");
  v1::Practitioner practitioner;
  OrThrow(Call(*doctors_and_sites, &Stub::CreatePractitioner, key, doctor, practitioner));
}

v1::CreateAppointmentRequest RpcFixture::Payload() {
  v1::CreateAppointmentRequest request;
  if (!google::protobuf::util::JsonStringToMessage(kPayload, &request).ok()) {
    throw std::runtime_error("the payload does not fit its proto");
  }
  return request;
}

long RpcFixture::Count(const std::string& table_and_condition) const {
  return testing::RunSql(test_database_.AdminUrl(),
                         "SELECT count(*) AS n FROM " + table_and_condition)[0]
      .Int("n");
}

std::string Verdict(const absl::Status& status) {
  const auto details = core::DetailsOf(status);
  std::string text = absl::StatusCodeToString(status.code()) + " " + details.reason;
  for (const auto& violation : details.violations) {
    text += "; " + violation.field + " " + violation.reason;
  }
  return text;
}

absl::Status FromGrpc(const grpc::Status& status) { return enlace::rpc::FromGrpcStatus(status); }

}  // namespace enlace::appointment::rpc
