#include "services/appointment/rpc/patient_client.h"

#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/await.h"
#include "libs/rpc/status.h"

namespace enlace::appointment::rpc {
namespace {

namespace proto = enlace::patient::v1;

// What the caller may learn as it is: its credential, its rate, its deadline.
bool IsCallersOwn(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
      return true;
    default:
      return false;
  }
}

absl::StatusOr<std::optional<PatientReference>> Read(const proto::PatientReference& message) {
  const auto id = core::Ulid::Parse(message.id());
  if (!id) return PatientsUnreachable("the patient service answered a malformed id");
  PatientReference reference{.id = *id};
  if (message.has_doc_type_id() && message.has_doc_number()) {
    reference.document = {.type = message.doc_type_id(), .number = message.doc_number()};
  }
  if (message.has_workflow()) reference.workflow = message.workflow();
  return std::optional(std::move(reference));
}

}  // namespace

absl::Status PatientsUnreachable(std::string_view internal) {
  return core::WithInternal(core::refusal::UnavailablePatients(), internal);
}

absl::Status AsTold(const grpc::Status& status, const char* method) {
  const auto error = enlace::rpc::FromGrpcStatus(status);
  if (IsCallersOwn(error.code())) return error;
  return PatientsUnreachable(
      absl::StrCat(method, ": code ", status.error_code(), ": ", core::DetailsOf(error).internal));
}

absl::StatusOr<std::optional<PatientReference>> PatientClient::Resolve(const PersonName& name) {
  proto::ResolvePatientRequest request;
  if (name.id) request.set_id(name.id->ToString());
  if (name.document) {
    request.set_doc_type_id(name.document->type);
    request.set_doc_number(name.document->number);
  }
  grpc::ClientContext context;
  auto span = call_.PassOn(context, "enlace.patient.v1.PatientService/ResolvePatient");

  proto::PatientReference answer;
  const auto status = enlace::rpc::Await(&answer, [&](auto* queue) {
    return stub_.PrepareAsyncResolvePatient(&context, request, queue);
  });
  span.SetCode(status.error_code());
  if (status.ok()) return Read(answer);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) {
    return std::optional<PatientReference>();
  }
  return AsTold(status, "ResolvePatient");
}

}  // namespace enlace::appointment::rpc
