#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "enlace/appointment/v1/appointment_service.grpc.pb.h"
#include "enlace/appointment/v1/directory_service.grpc.pb.h"
#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/authn/authenticator.h"
#include "libs/catalog/live_catalogs.h"
#include "libs/core/clock.h"
#include "libs/db/access_log.h"
#include "libs/db/database.h"
#include "libs/rpc/pipeline.h"
#include "libs/rpc/server.h"
#include "libs/testing/database.h"
#include "services/appointment/domain/appointment_types.h"
#include "services/appointment/domain/availabilities.h"
#include "services/appointment/domain/bookings.h"
#include "services/appointment/domain/directory.h"
#include "services/appointment/domain/rooms.h"
#include "services/appointment/rpc/appointment_service.h"
#include "services/appointment/rpc/directory_service.h"
#include "services/appointment/storage/appointment_repository.h"
#include "services/appointment/storage/appointment_types.h"
#include "services/appointment/storage/availability_repository.h"
#include "services/appointment/storage/directory_repository.h"
#include "services/appointment/storage/patient_workflows.h"
#include "services/appointment/storage/rooms.h"
#include "services/appointment/storage/slot_repository.h"

namespace enlace::appointment::rpc {

// A patient service on a real port that knows one patient. Thread-safe.
class PatientServer final : public enlace::patient::v1::PatientService::CallbackService {
 public:
  static constexpr const char* kPatientId = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  // What the last question came with.
  struct Question {
    std::string api_key, request_id, traceparent;
    absl::Time deadline;
  };

  PatientServer();
  ~PatientServer() override { Stop(); }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  void Stop();
  Question last() const;

  grpc::ServerUnaryReactor* ResolvePatient(
      grpc::CallbackServerContext* context,
      const enlace::patient::v1::ResolvePatientRequest* request,
      enlace::patient::v1::PatientReference* response) override;
  // Refuses a person without first name.
  grpc::ServerUnaryReactor* EnsurePatient(
      grpc::CallbackServerContext* context,
      const enlace::patient::v1::EnsurePatientRequest* request,
      enlace::patient::v1::EnsurePatientResponse* response) override;
  // Ids under which persons were registered.
  std::vector<std::string> registered() const;

 private:
  void Note(const grpc::CallbackServerContext& context);

  int port_ = 0;
  mutable absl::Mutex mutex_;
  Question last_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> registered_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<grpc::Server> server_;
};

// Credentials of a test: each key and whom it stands for.
class KnownKeys final : public authn::CredentialResolver {
 public:
  explicit KnownKeys(const std::map<std::string, authn::Principal>& keys) : keys_(keys) {}
  absl::StatusOr<authn::Principal> Resolve(std::string_view api_key, absl::Time,
                                           const authn::Origin&) override;

 private:
  const std::map<std::string, authn::Principal>& keys_;
};

// The whole appointment service behind a real gRPC server, on a database of its own.
class RpcFixture {
 public:
  RpcFixture();

  // A new key of the tenant.
  std::string NewKey(const core::Ulid& tenant,
                     std::vector<std::string> scopes = {"appointments:read", "appointments:write",
                                                        "appointments:list", "directory:read",
                                                        "directory:write"});

  // The credential of somebody of the tenant's staff.
  std::string NewStaff(const core::Ulid& tenant, authn::Role role);

  // Calls one method with the key; the status is that of the service.
  template <typename Stub, typename Method, typename Request, typename Response>
  absl::Status Call(Stub& stub, Method method, const std::string& key, const Request& request,
                    Response& response);

  // A site and the doctor with document CC 79555111, made over gRPC.
  void OpenClinic(const std::string& key);
  // The payload as a bot sends it.
  static v1::CreateAppointmentRequest Payload();
  long Count(const std::string& table_and_condition) const;

  const core::Ulid alpha = core::Ulid::Generate(absl::Now());
  const core::Ulid beta = core::Ulid::Generate(absl::Now());
  PatientServer patient_server;
  std::unique_ptr<v1::AppointmentService::Stub> appointments;
  std::unique_ptr<v1::DirectoryService::Stub> doctors_and_sites;

 private:
  core::SystemClock clock_;
  std::map<std::string, authn::Principal> keys_;
  testing::TestDatabase test_database_{"appointment"};
  std::unique_ptr<db::TenantDatabase> database_;
  std::unique_ptr<db::PlatformDatabase> relay_;
  std::unique_ptr<db::AccessLog> access_log_;
  std::unique_ptr<authn::Authenticator> authenticator_;
  const core::DataKeys data_keys_ = *core::DataKeys::FromHex(std::string(64, 'a'));
  const OfferIds offer_ids_{data_keys_};
  std::unique_ptr<db::KeptAnswers> kept_answers_;
  std::unique_ptr<enlace::rpc::Repeats> repeats_;
  std::unique_ptr<enlace::rpc::Pipeline> pipeline_;
  std::unique_ptr<AppointmentRepository> appointment_rows_;
  std::unique_ptr<PatientWorkflows> patient_workflows_;
  std::unique_ptr<DirectoryRepository> directory_rows_;
  std::unique_ptr<AppointmentTypeRepository> type_rows_;
  std::unique_ptr<RoomRepository> room_rows_;
  std::unique_ptr<AvailabilityRepository> availability_rows_;
  std::unique_ptr<catalog::LiveCatalogs> catalogs_;
  std::unique_ptr<SlotRepository> slot_rows_;
  std::unique_ptr<NearestSlots> nearest_slots_;
  std::unique_ptr<Alternatives> alternatives_;
  std::unique_ptr<Bookings> bookings_;
  std::unique_ptr<Directory> directory_;
  std::unique_ptr<AppointmentTypes> types_;
  std::unique_ptr<Rooms> rooms_;
  std::unique_ptr<Availabilities> availabilities_;
  std::unique_ptr<enlace::patient::v1::PatientService::Stub> patients_;
  const enlace::rpc::PageTokens page_tokens_{data_keys_};
  std::unique_ptr<AppointmentService> appointment_rpc_;
  std::unique_ptr<DirectoryService> directory_rpc_;
  std::unique_ptr<enlace::rpc::Server> server_;
};

// Status of an answer: its code and reason, or its violations, as text.
std::string Verdict(const absl::Status& status);

absl::Status FromGrpc(const grpc::Status& status);

template <typename Stub, typename Method, typename Request, typename Response>
absl::Status RpcFixture::Call(Stub& stub, Method method, const std::string& key,
                              const Request& request, Response& response) {
  grpc::ClientContext context;
  if (!key.empty()) context.AddMetadata("x-api-key", key);
  context.AddMetadata("x-request-id", "request-0001");
  context.AddMetadata("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
  return FromGrpc((stub.*method)(&context, request, &response));
}

}  // namespace enlace::appointment::rpc
