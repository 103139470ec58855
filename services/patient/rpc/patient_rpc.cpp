#include "services/patient/rpc/patient_rpc.h"

#include "libs/rpc/call.h"
#include "libs/rpc/page.h"
#include "services/patient/rpc/patient_proto.h"

namespace enlace::patient::rpc {
namespace {

using enlace::rpc::Call;

const google::protobuf::ServiceDescriptor* Descriptor() {
  static const auto* descriptor = v1::Patient::descriptor()->file()->pool()->FindServiceByName(
      v1::PatientService::service_full_name());
  return descriptor;
}

Caller CallerOf(const Call& call) {
  return {.context = call.tenant_context(),
          .owner_id = call.principal().owner_id,
          .time_zone = call.principal().time_zone,
          .may_list = call.principal().HasScope("patients:list"),
          .deadline = call.deadline()};
}

// A new patient: its fields are the caller's own, so that nothing is disclosed.
absl::Status Answer(const absl::StatusOr<Patient>& patient, v1::Patient& response) {
  if (!patient.ok()) return patient.status();
  Fill(*patient, &response);
  return absl::OkStatus();
}

// A patient that was there before: even an update that changes nothing reads it.
template <typename Response>
absl::Status Disclose(Call& call, const absl::StatusOr<Patient>& patient, Response& response) {
  if (!patient.ok()) return patient.status();
  call.Disclose("Patient", patient->id);
  Fill(*patient, &response);
  return absl::OkStatus();
}

absl::Status List(Call& call, PatientService& patients, const v1::ListPatientsRequest& request,
                  v1::ListPatientsResponse& response) {
  std::vector<core::Violation> violations;
  const auto size = request.has_page_size() ? std::optional(request.page_size()) : std::nullopt;
  const auto asked = enlace::rpc::ReadPage(size, request.page_token(), violations);
  const auto page = patients.List(CallerOf(call), QueryOf(request), asked.size, asked.after,
                                  std::move(violations));
  if (!page.ok()) return page.status();
  for (const auto& patient : page->patients) {
    call.Disclose("Patient", patient.id);
    Fill(patient, response.add_patients());
  }
  if (page->next) response.set_next_page_token(enlace::rpc::MakePageToken(*page->next));
  return absl::OkStatus();
}

}  // namespace

PatientRpc::PatientRpc(enlace::rpc::Pipeline& pipeline, PatientService& patients)
    : pipeline_(pipeline), patients_(patients) {}

grpc::ServerUnaryReactor* PatientRpc::CreatePatient(grpc::CallbackServerContext* context,
                                                    const v1::CreatePatientRequest* request,
                                                    v1::Patient* response) {
  return pipeline_.Unary(Descriptor(), "CreatePatient", context, request, response,
                         [this](Call& call, const auto& in, auto& out) {
                           const Envelope envelope{in.event_type(), in.action_type()};
                           return Answer(patients_.Create(CallerOf(call), envelope, InputOf(in)),
                                         out);
                         });
}

grpc::ServerUnaryReactor* PatientRpc::GetPatient(grpc::CallbackServerContext* context,
                                                 const v1::GetPatientRequest* request,
                                                 v1::Patient* response) {
  return pipeline_.Unary(Descriptor(), "GetPatient", context, request, response,
                         [this](Call& call, const auto& in, auto& out) {
                           return Disclose(call, patients_.Get(CallerOf(call), in.id()), out);
                         });
}

grpc::ServerUnaryReactor* PatientRpc::ListPatients(grpc::CallbackServerContext* context,
                                                   const v1::ListPatientsRequest* request,
                                                   v1::ListPatientsResponse* response) {
  return pipeline_.Unary(
      Descriptor(), "ListPatients", context, request, response,
      [this](Call& call, const auto& in, auto& out) { return List(call, patients_, in, out); });
}

grpc::ServerUnaryReactor* PatientRpc::UpdatePatient(grpc::CallbackServerContext* context,
                                                    const v1::UpdatePatientRequest* request,
                                                    v1::Patient* response) {
  return pipeline_.Unary(Descriptor(), "UpdatePatient", context, request, response,
                         [this](Call& call, const auto& in, auto& out) {
                           return Disclose(
                               call, patients_.Update(CallerOf(call), in.id(), InputOf(in)), out);
                         });
}

grpc::ServerUnaryReactor* PatientRpc::UpsertPatientByDocument(
    grpc::CallbackServerContext* context, const v1::UpsertPatientByDocumentRequest* request,
    v1::Patient* response) {
  return pipeline_.Unary(Descriptor(), "UpsertPatientByDocument", context, request, response,
                         [this](Call& call, const auto& in, auto& out) {
                           const Envelope envelope{in.event_type(), in.action_type()};
                           return Disclose(
                               call, patients_.Upsert(CallerOf(call), envelope, InputOf(in)), out);
                         });
}

grpc::ServerUnaryReactor* PatientRpc::DeletePatient(grpc::CallbackServerContext* context,
                                                    const v1::DeletePatientRequest* request,
                                                    google::protobuf::Empty* response) {
  return pipeline_.Unary(Descriptor(), "DeletePatient", context, request, response,
                         [this](Call& call, const auto& in, auto&) {
                           return patients_.Delete(CallerOf(call), in.id());
                         });
}

grpc::ServerUnaryReactor* PatientRpc::RestorePatient(grpc::CallbackServerContext* context,
                                                     const v1::RestorePatientRequest* request,
                                                     v1::Patient* response) {
  return pipeline_.Unary(Descriptor(), "RestorePatient", context, request, response,
                         [this](Call& call, const auto& in, auto& out) {
                           return Disclose(call, patients_.Restore(CallerOf(call), in.id()), out);
                         });
}

grpc::ServerUnaryReactor* PatientRpc::ResolvePatient(grpc::CallbackServerContext* context,
                                                     const v1::ResolvePatientRequest* request,
                                                     v1::PatientReference* response) {
  return pipeline_.Unary(Descriptor(), "ResolvePatient", context, request, response,
                         [this](Call& call, const auto& in, auto& out) {
                           const PatientName name{in.id(), in.doc_type_id(), in.doc_number()};
                           return Disclose(call, patients_.Resolve(CallerOf(call), name), out);
                         });
}

}  // namespace enlace::patient::rpc
