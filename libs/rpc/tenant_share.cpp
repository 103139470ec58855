#include "libs/rpc/tenant_share.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/call_queue.h"

namespace enlace::rpc {

TenantShare::Hold::~Hold() {
  if (shares_ != nullptr) shares_->Leave(caller_);
}

TenantShare::TenantShare(Limits limits)
    : limits_(limits), share_(std::max<std::size_t>(limits.calls / 4, 1)) {}

absl::StatusOr<TenantShare::Hold> TenantShare::Enter(const Caller& caller, absl::Time deadline) {
  auto& tenant = tenants_[caller];
  if (tenant.waiting == 0 && MayRun(tenant)) {
    Take(tenant);
    return Hold(*this, caller);
  }
  const bool crowded = tenant.waiting >= limits_.waiting / 2 || waiting_.size() >= limits_.waiting;
  if (crowded || !Await(tenant, deadline)) {
    return core::WithInternal(core::refusal::Busy(), "the tenant's share is used up");
  }
  return Hold(*this, caller);
}

bool TenantShare::MayRun(const Tenant& tenant) const {
  return tenant.running < share_ || running_ < limits_.calls / 2;
}

void TenantShare::Take(Tenant& tenant) {
  ++tenant.running;
  ++running_;
}

bool TenantShare::Await(Tenant& tenant, absl::Time deadline) {
  Waiter waiter{.tenant = tenant};
  waiting_.push_back(&waiter);
  ++tenant.waiting;
  auto* const calls = CallQueue::Current();
  if (calls != nullptr) calls->GiveWay();
  waiter.woken.WaitUntil(std::min(deadline, absl::Now() + limits_.patience));
  if (calls != nullptr) calls->ComeBack();
  if (waiter.granted) return true;
  std::erase(waiting_, &waiter);
  --tenant.waiting;
  return false;
}

void TenantShare::Leave(const Caller& caller) {
  const auto found = tenants_.find(caller);
  --found->second.running;
  --running_;
  if (!waiting_.empty()) Grant();
  // Nobody waits then: a tenant without a call under way is within its share.
  if (found->second.running == 0) tenants_.erase(found);
}

void TenantShare::Grant() {
  std::erase_if(waiting_, [this](Waiter* waiter) {
    if (!MayRun(waiter->tenant)) return false;
    --waiter->tenant.waiting;
    Take(waiter->tenant);
    waiter->granted = true;
    waiter->woken.Notify();
    return true;
  });
}

}  // namespace enlace::rpc
