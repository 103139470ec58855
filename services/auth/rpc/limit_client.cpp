#include "services/auth/rpc/limit_client.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/await.h"

namespace enlace::auth::rpc {
namespace {

namespace proto = enlace::limit::v1;

absl::StatusOr<LimitInForce> Read(const grpc::Status& status, const proto::Limit& answer) {
  if (!status.ok()) {
    return core::WithInternal(
        core::refusal::Unavailable(),
        absl::StrCat("LimitService: code ", status.error_code(), ": ", status.error_message()));
  }
  LimitInForce in_force{.version = answer.version(), .used = answer.used()};
  if (answer.has_most()) in_force.most = answer.most();
  return in_force;
}

}  // namespace

LimitClient::LimitClient(std::shared_ptr<grpc::Channel> channel, std::string key)
    : stub_(proto::LimitService::NewStub(std::move(channel))), key_(std::move(key)) {}

void LimitClient::Prepare(grpc::ClientContext& context, absl::Time deadline) const {
  context.set_deadline(absl::ToChronoTime(deadline));
  context.AddMetadata("x-api-key", key_);
}

absl::StatusOr<LimitInForce> LimitClient::Set(const core::Ulid& tenant_id, std::int64_t version,
                                              std::optional<std::int64_t> most, bool if_it_fits,
                                              absl::Time deadline) {
  grpc::ClientContext context;
  Prepare(context, deadline);
  proto::SetLimitRequest request;
  request.set_tenant_id(tenant_id.ToString());
  request.set_version(version);
  if (most) request.set_most(static_cast<std::int32_t>(*most));
  request.set_if_it_fits(if_it_fits);
  proto::Limit answer;
  const auto status = enlace::rpc::Await(
      &answer, [&](auto* queue) { return stub_->PrepareAsyncSetLimit(&context, request, queue); });
  return Read(status, answer);
}

absl::StatusOr<LimitInForce> LimitClient::Get(const core::Ulid& tenant_id, absl::Time deadline) {
  grpc::ClientContext context;
  Prepare(context, deadline);
  proto::GetLimitRequest request;
  request.set_tenant_id(tenant_id.ToString());
  proto::Limit answer;
  const auto status = enlace::rpc::Await(
      &answer, [&](auto* queue) { return stub_->PrepareAsyncGetLimit(&context, request, queue); });
  return Read(status, answer);
}

}  // namespace enlace::auth::rpc
