#include "services/auth/rpc/doctor_order_client.h"

#include <utility>

#include "libs/core/error.h"
#include "libs/rpc/await.h"
#include "libs/rpc/status.h"

namespace enlace::auth::rpc {
namespace {

namespace proto = enlace::appointment::v1;

}  // namespace

DoctorOrderClient::DoctorOrderClient(proto::DirectoryService::StubInterface& stub, std::string key)
    : stub_(stub), key_(std::move(key)) {}

absl::StatusOr<core::Ulid> DoctorOrderClient::Ensure(const DoctorOrder& order,
                                                     absl::Time deadline) {
  proto::EnsurePractitionerRequest request;
  request.set_tenant_id(order.tenant_id.ToString());
  request.set_id(order.doctor_id.ToString());
  request.set_first_name(order.first_name);
  request.set_last_name(order.last_name);
  request.set_doc_type_id(order.doc_type_id);
  request.set_doc_number(order.doc_number);
  request.set_specialty(order.specialty);
  if (!order.licence_number.empty()) {
    auto& licence = *request.add_licences();
    licence.set_state(order.licence_state);
    licence.set_number(order.licence_number);
  }
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  context.AddMetadata("x-api-key", key_);
  proto::EnsurePractitionerResponse answer;
  const auto status = enlace::rpc::Await(&answer, [&](auto* queue) {
    return stub_.PrepareAsyncEnsurePractitioner(&context, request, queue);
  });
  if (!status.ok()) return enlace::rpc::FromGrpcStatus(status);
  const auto id = core::Ulid::Parse(answer.id());
  if (!id) return core::Internal("the appointment service answered a malformed id");
  return *id;
}

}  // namespace enlace::auth::rpc
