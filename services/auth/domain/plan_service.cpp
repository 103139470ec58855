#include "services/auth/domain/plan_service.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/log.h"
#include "libs/core/reasons.h"

namespace enlace::auth {
namespace {

// A trial is had once, and what has no price is agreed upon with the platform.
bool CanBeChosen(const Plan& plan) { return !plan.trial_days && plan.monthly_price; }

std::string Over(std::string_view what, const LimitInForce& in_force, std::int64_t most) {
  return absl::StrCat(in_force.used, " ", absl::string_view(what.data(), what.size()), " > ", most);
}

}  // namespace

absl::StatusOr<std::vector<Plan>> PlanService::List(absl::Time deadline) {
  return parts_.plans.List(deadline);
}

absl::StatusOr<TenantLimits> PlanService::GetLimits(const core::Ulid& tenant_id,
                                                    absl::Time deadline) {
  auto of = parts_.plans.OfTenant(tenant_id, deadline);
  if (!of.ok()) return of.status();
  const auto patients = parts_.patients.Get(tenant_id, deadline);
  if (!patients.ok()) return patients.status();
  const auto doctors = parts_.doctors.Get(tenant_id, deadline);
  if (!doctors.ok()) return doctors.status();
  return TenantLimits{.of = *std::move(of), .patients = patients->used, .doctors = doctors->used};
}

absl::StatusOr<Plan> PlanService::Choose(const std::string& code, absl::Time deadline) {
  if (code.empty()) return core::InvalidFields({core::violation::Required("plan")});
  auto plans = parts_.plans.List(deadline);
  if (!plans.ok()) return plans.status();
  std::vector<std::string> known;
  for (auto& plan : *plans) {
    if (!CanBeChosen(plan)) continue;
    if (plan.code == absl::AsciiStrToLower(code)) return std::move(plan);
    known.push_back(plan.code);
  }
  return core::InvalidFields({core::violation::EnumValue("plan", absl::StrJoin(known, ", "))});
}

absl::Status PlanService::Try(const core::Ulid& tenant_id, const Plan& plan, std::int64_t version,
                              absl::Time deadline) {
  std::vector<std::string> over;
  const auto ask = [&](LimitOwner& owner, std::string_view what,
                       const std::optional<std::int64_t>& most) -> absl::Status {
    const auto set = owner.Set(tenant_id, version, most, /*if_it_fits=*/true, deadline);
    if (!set.ok()) return set.status();
    if (most && set->used > *most) {
      over.push_back(Over(what, *set, *most));
    } else if (set->version != version) {
      // Another change of this tenant's plan is under way.
      return core::refusal::ConcurrentChange();
    }
    return absl::OkStatus();
  };
  if (auto status = ask(parts_.patients, "patients", plan.patients); !status.ok()) return status;
  if (auto status = ask(parts_.doctors, "doctors", plan.doctors); !status.ok()) return status;
  return over.empty() ? absl::OkStatus()
                      : core::refusal::PlanLimitDowngrade(absl::StrJoin(over, ", "));
}

absl::StatusOr<TenantLimits> PlanService::Change(const db::TenantContext& context,
                                                 const std::string& code, absl::Time deadline) {
  const auto plan = Choose(code, deadline);
  if (!plan.ok()) return plan.status();
  const auto& tenant_id = context.tenant_id;
  const auto version = parts_.plans.ReserveVersions(tenant_id, deadline);
  if (!version.ok()) return version.status();
  auto changed = Try(tenant_id, *plan, *version, deadline);
  if (changed.ok()) changed = parts_.plans.Change(context, plan->code, *version, deadline);
  if (!changed.ok()) {
    // The limits in force come back at once, or soon after whatever kept this from being stored.
    (void)parts_.plans.MakeDue(tenant_id, deadline);
    return changed;
  }
  return GetLimits(tenant_id, deadline);
}

absl::Status PlanService::Tell(const LimitOrder& order, absl::Time deadline) {
  const auto tell = [&](LimitOwner& owner, const std::optional<std::int64_t>& most) {
    return owner.Set(order.tenant_id, order.version, most, /*if_it_fits=*/false, deadline).status();
  };
  if (auto told = tell(parts_.patients, order.patients); !told.ok()) return told;
  if (auto told = tell(parts_.doctors, order.doctors); !told.ok()) return told;
  return parts_.plans.Confirm(order, deadline);
}

void PlanService::Announce(const core::Ulid& tenant_id, absl::Time deadline) {
  const auto soon = std::min(deadline, absl::Now() + absl::Seconds(1));
  const auto order = parts_.plans.OrderOf(tenant_id, soon);
  const auto told = order.ok() ? Tell(*order, soon) : order.status();
  // None is there when its creation was only tried.
  if (told.ok() || absl::IsNotFound(told)) return;
  const auto details = core::DetailsOf(told);
  core::Log(core::LogLevel::kWarning, "the limits of a new tenant will be told later",
            {{"reason", details.reason}, {"cause", details.internal}});
}

}  // namespace enlace::auth
