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
  if (MayRun(tenant)) {
    Take(tenant);
    return Hold(*this, caller);
  }
  const bool crowded = tenant.waiting.size() >= limits_.waiting / 2 || waiting_ >= limits_.waiting;
  if (crowded || !Await(caller, deadline)) {
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

bool TenantShare::Await(const Caller& caller, absl::Time deadline) {
  Waiter waiter;
  tenants_.find(caller)->second.waiting.push_back(&waiter);
  ++waiting_;
  auto* const calls = CallQueue::Current();
  if (calls != nullptr) calls->GiveWay();
  waiter.woken.WaitUntil(std::min(deadline, absl::Now() + limits_.patience));
  if (calls != nullptr) calls->ComeBack();
  if (waiter.granted) return true;
  std::erase(tenants_.find(caller)->second.waiting, &waiter);
  --waiting_;
  return false;
}

void TenantShare::Leave(const Caller& caller) {
  const auto found = tenants_.find(caller);
  auto& tenant = found->second;
  --tenant.running;
  --running_;
  while (!tenant.waiting.empty() && MayRun(tenant)) {
    Waiter* const next = tenant.waiting.front();
    tenant.waiting.pop_front();
    --waiting_;
    Take(tenant);
    next->granted = true;
    next->woken.Notify();
  }
  // Nobody waits then: a tenant without a call under way is within its share.
  if (tenant.running == 0) tenants_.erase(found);
}

}  // namespace enlace::rpc
