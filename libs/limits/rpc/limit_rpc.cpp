#include "libs/limits/rpc/limit_rpc.h"

#include "libs/core/reasons.h"
#include "libs/rpc/tenant_id.h"

namespace enlace::limits::rpc {
namespace {

namespace proto = enlace::limit::v1;
using enlace::rpc::Call;

absl::Status Answer(const absl::StatusOr<Limit>& limit, proto::Limit& response) {
  if (!limit.ok()) return limit.status();
  response.set_version(limit->version);
  if (limit->most) response.set_most(static_cast<std::int32_t>(*limit->most));
  response.set_used(limit->used);
  return absl::OkStatus();
}

}  // namespace

LimitRpc::LimitRpc(enlace::rpc::Pipeline& pipeline, TenantLimits& limits)
    : UnaryService(pipeline), limits_(limits) {
  Add<proto::SetLimitRequest, proto::Limit>(
      "SetLimit",
      [this](Call& call, const proto::SetLimitRequest& req, proto::Limit& res) -> absl::Status {
        const auto tenant_id = enlace::rpc::TenantIdOf(req.tenant_id());
        if (!tenant_id) return core::refusal::NotFoundTenant();
        Limit next{.version = req.version()};
        if (req.has_most()) next.most = req.most();
        return Answer(
            limits_.Set(call.context_for(*tenant_id), next, req.if_it_fits(), call.deadline()),
            res);
      });
  Add<proto::GetLimitRequest, proto::Limit>(
      "GetLimit",
      [this](Call& call, const proto::GetLimitRequest& req, proto::Limit& res) -> absl::Status {
        const auto tenant_id = enlace::rpc::TenantIdOf(req.tenant_id());
        if (!tenant_id) return core::refusal::NotFoundTenant();
        return Answer(limits_.Get(call.context_for(*tenant_id), call.deadline()), res);
      });
}

}  // namespace enlace::limits::rpc
