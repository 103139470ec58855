#include "services/auth/rpc/doctor_client.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/await.h"
#include "libs/rpc/status.h"

namespace enlace::auth::rpc {
namespace {

namespace proto = enlace::appointment::v1;

absl::Status Unreachable(std::string_view internal) {
  return core::WithInternal(core::refusal::Unavailable(), internal);
}

// What the directory says about the doctor, or the caller, is passed on; its troubles are not.
absl::Status AsTold(const grpc::Status& status) {
  const auto error = enlace::rpc::FromGrpcStatus(status);
  switch (error.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kUnavailable:
      return Unreachable(absl::StrCat("CreatePractitioner: code ", status.error_code(), ": ",
                                      core::DetailsOf(error).internal));
    default:
      return error;
  }
}

}  // namespace

absl::StatusOr<core::Ulid> DoctorClient::Create(const DoctorProfile& profile,
                                                const std::string& key) {
  proto::CreatePractitionerRequest request;
  request.set_first_name(profile.first_name);
  request.set_last_name(profile.last_name);
  request.set_doc_type_id(profile.doc_type_id);
  request.set_doc_number(profile.doc_number);
  request.set_specialty(profile.specialty);
  if (call_.stores()) {
    request.set_idempotency_key(key);
  } else {
    request.set_validate_only(true);
  }
  grpc::ClientContext context;
  auto span = call_.PassOn(context, "enlace.appointment.v1.DirectoryService/CreatePractitioner");
  proto::Practitioner answer;
  const auto status = enlace::rpc::Await(&answer, [&](auto* queue) {
    return stub_.PrepareAsyncCreatePractitioner(&context, request, queue);
  });
  span.SetCode(status.error_code());
  if (!status.ok()) return AsTold(status);
  // One that is only judged gets no id.
  if (!call_.stores()) return core::Ulid::Generate(absl::Now());
  const auto id = core::Ulid::Parse(answer.id());
  if (!id) return Unreachable("the appointment service answered a malformed id");
  return *id;
}

}  // namespace enlace::auth::rpc
