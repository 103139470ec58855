#include "services/appointment/rpc/inline_patient_client.h"

#include <utility>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/rpc/await.h"
#include "libs/rpc/status.h"
#include "services/appointment/rpc/patient_client.h"

namespace enlace::appointment::rpc {
namespace {

namespace proto = enlace::patient::v1;

constexpr const char* kMethod = "EnsurePatient";

}  // namespace

absl::StatusOr<proto::EnsurePatientResponse> InlinePatientClient::Ask(
    const proto::EnsurePatientRequest& request, absl::Time deadline) {
  grpc::ClientContext context;
  auto span = call_.PassOn(context, "enlace.patient.v1.PatientService/EnsurePatient");
  context.set_deadline(absl::ToChronoTime(deadline));
  proto::EnsurePatientResponse answer;
  const auto status = enlace::rpc::Await(&answer, [&](auto* queue) {
    return stub_.PrepareAsyncEnsurePatient(&context, request, queue);
  });
  span.SetCode(status.error_code());
  if (status.ok()) return answer;
  auto error = enlace::rpc::FromGrpcStatus(status);
  // What is wrong with the person, or a document that the caller may not see.
  const bool of_person = !core::DetailsOf(error).violations.empty() || absl::IsAlreadyExists(error);
  return of_person ? error : AsTold(status, kMethod);
}

absl::StatusOr<InlinePatient::Verdict> InlinePatientClient::Judge() {
  proto::EnsurePatientRequest request;
  *request.mutable_patient() = person_;
  request.set_validate_only(true);
  const auto answer = Ask(request, call_.deadline());
  if (!answer.ok()) return answer.status();
  Verdict verdict{.document = {.type = answer->doc_type_id(), .number = answer->doc_number()}};
  if (answer->has_workflow()) verdict.workflow = answer->workflow();
  if (!answer->id().empty()) {
    verdict.id = core::Ulid::Parse(answer->id());
    if (!verdict.id) return PatientsUnreachable("the patient service answered a malformed id");
  }
  for (const auto& warning : answer->warnings()) {
    verdict.warnings.push_back({warning.field(), warning.reason(), warning.message()});
  }
  return verdict;
}

absl::StatusOr<core::Ulid> InlinePatientClient::Register(const core::Ulid& id) {
  if (!call_.stores()) {
    imagined_ = true;
    return id;
  }
  proto::EnsurePatientRequest request;
  request.set_id(id.ToString());
  *request.mutable_patient() = person_;
  const auto now = absl::Now();
  const auto answer = Ask(request, now + (call_.deadline() - now) / 2);
  if (!answer.ok()) return answer.status();
  const auto registered = core::Ulid::Parse(answer->id());
  if (!registered) return PatientsUnreachable("the patient service answered a malformed id");
  return *registered;
}

}  // namespace enlace::appointment::rpc
