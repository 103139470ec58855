#include "services/auth/rpc/plan_rpc.h"

#include <optional>

#include "services/auth/rpc/timestamp.h"
#include "services/auth/rpc/usage_client.h"

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

// Of a day, or in all.
template <typename Message>
void WriteCounts(const UsageCounts& counts, Message& message) {
  message.set_requests(counts.requests);
  message.set_patients(counts.patients);
  message.set_appointments(counts.appointments);
  message.set_messages(counts.messages);
}

}  // namespace

PlanRpc::PlanRpc(enlace::rpc::Pipeline& pipeline, const Parts& parts)
    : UnaryService(pipeline), parts_(parts) {
  Add<v1::ListPlansRequest, v1::ListPlansResponse>(
      "ListPlans",
      [this](Call& call, const v1::ListPlansRequest&, v1::ListPlansResponse& res) -> absl::Status {
        const auto listed = parts_.plans.List(call.deadline());
        if (!listed.ok()) return listed.status();
        for (const auto& plan : *listed) WritePlan(plan, *res.add_plans());
        return absl::OkStatus();
      });
  Add<v1::GetTenantLimitsRequest, v1::TenantLimits>(
      "GetTenantLimits",
      [this](Call& call, const v1::GetTenantLimitsRequest&, v1::TenantLimits& res) {
        return Answer(parts_.plans.GetLimits(call.principal().tenant_id, call.deadline()), res);
      });
  Add<v1::ChangePlanRequest, v1::TenantLimits>(
      "ChangePlan", [this](Call& call, const v1::ChangePlanRequest& req, v1::TenantLimits& res) {
        return Answer(parts_.plans.Change(call.tenant_context(), req.plan(), call.deadline()), res);
      });
  Add<v1::GetUsageRequest, v1::UsageFigures>(
      "GetUsage", [this](Call& call, const v1::GetUsageRequest& req, v1::UsageFigures& res) {
        return AnswerUsage(call, req, res);
      });
}

absl::Status PlanRpc::AnswerUsage(const Call& call, const v1::GetUsageRequest& request,
                                  v1::UsageFigures& response) {
  UsageClient patient(parts_.patient, call);
  UsageClient appointment(parts_.appointment, call);
  UsageClient audit(parts_.audit, call);
  const UsageQuestion question{.context = call.tenant_context(),
                               .time_zone = call.principal().time_zone,
                               .deadline = call.deadline()};
  const auto figures = parts_.usage.Get(
      question, request.from(), request.to(),
      {.auth = parts_.auth, .patient = patient, .appointment = appointment, .audit = audit});
  if (!figures.ok()) return figures.status();
  response.set_time_zone(figures->time_zone);
  auto date = figures->first;
  for (const auto& counts : figures->days) {
    auto& day = *response.add_days();
    day.set_date(absl::FormatCivilTime(date++));
    WriteCounts(counts, day);
  }
  WriteCounts(figures->totals, *response.mutable_totals());
  return absl::OkStatus();
}

}  // namespace enlace::auth::rpc
