#include "services/auth/rpc/plan_rpc.h"

#include <optional>

#include "services/auth/rpc/timestamp.h"

namespace enlace::auth::rpc {
namespace {

using enlace::rpc::Call;

void WritePlan(const Plan& plan, v1::Plan& message) {
  message.set_code(plan.code);
  message.set_name(plan.name);
  if (plan.patients) message.set_patients(static_cast<std::int32_t>(*plan.patients));
  if (plan.doctors) message.set_doctors(static_cast<std::int32_t>(*plan.doctors));
  if (plan.trial_days) message.set_trial_days(static_cast<std::int32_t>(*plan.trial_days));
  if (plan.monthly_price) {
    message.set_monthly_price(static_cast<std::int32_t>(*plan.monthly_price));
  }
  message.set_currency(plan.currency);
  for (const auto& feature : plan.features) message.add_features(feature);
}

void WriteUsage(const std::optional<std::int64_t>& most, std::int64_t used, v1::Usage& message) {
  if (most) message.set_most(static_cast<std::int32_t>(*most));
  message.set_used(static_cast<std::int32_t>(used));
}

absl::Status Answer(const absl::StatusOr<TenantLimits>& limits, v1::TenantLimits& response) {
  if (!limits.ok()) return limits.status();
  const auto& plan = limits->of.plan;
  WritePlan(plan, *response.mutable_plan());
  WriteUsage(plan.patients, limits->patients, *response.mutable_patients());
  WriteUsage(plan.doctors, limits->doctors, *response.mutable_doctors());
  if (limits->of.writable_until) {
    *response.mutable_writable_until() = TimestampOf(*limits->of.writable_until);
  }
  return absl::OkStatus();
}

}  // namespace

PlanRpc::PlanRpc(enlace::rpc::Pipeline& pipeline, PlanService& plans)
    : UnaryService(pipeline), plans_(plans) {
  Add<v1::ListPlansRequest, v1::ListPlansResponse>(
      "ListPlans",
      [this](Call& call, const v1::ListPlansRequest&, v1::ListPlansResponse& res) -> absl::Status {
        const auto listed = plans_.List(call.deadline());
        if (!listed.ok()) return listed.status();
        for (const auto& plan : *listed) WritePlan(plan, *res.add_plans());
        return absl::OkStatus();
      });
  Add<v1::GetTenantLimitsRequest, v1::TenantLimits>(
      "GetTenantLimits",
      [this](Call& call, const v1::GetTenantLimitsRequest&, v1::TenantLimits& res) {
        return Answer(plans_.GetLimits(call.principal().tenant_id, call.deadline()), res);
      });
  Add<v1::ChangePlanRequest, v1::TenantLimits>(
      "ChangePlan", [this](Call& call, const v1::ChangePlanRequest& req, v1::TenantLimits& res) {
        return Answer(plans_.Change(call.tenant_context(), req.plan(), call.deadline()), res);
      });
}

}  // namespace enlace::auth::rpc
