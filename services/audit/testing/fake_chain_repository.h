#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "libs/core/reasons.h"
#include "services/audit/domain/chain_repository.h"

namespace enlace::audit::testing {

// For tests only: chains as numbers of records. Not thread-safe.
class FakeChainRepository final : public ChainRepository {
 public:
  absl::StatusOr<std::vector<core::Ulid>> TenantsToSeal(int limit, absl::Time) override {
    ++asked;
    if (down) return core::refusal::UnavailableDatabase();
    std::vector<core::Ulid> tenants;
    for (const auto& [tenant_id, records] : waiting) {
      if (records > 0 && static_cast<int>(tenants.size()) < limit) tenants.push_back(tenant_id);
    }
    return tenants;
  }

  absl::StatusOr<std::vector<core::Ulid>> TenantsToSign(absl::Time) override {
    if (down) return core::refusal::UnavailableDatabase();
    std::vector<core::Ulid> tenants;
    for (const auto& [tenant_id, size] : chained) {
      if (size > signed_at[tenant_id].first) tenants.push_back(tenant_id);
    }
    return tenants;
  }

  absl::StatusOr<SealedBatch> Seal(const db::TenantContext& context, int most,
                                   absl::Time) override {
    if (failing.contains(context.tenant_id)) return core::refusal::UnavailableDatabase();
    auto& records = waiting[context.tenant_id];
    const int taken = std::min(records, most);
    records -= taken;
    chained[context.tenant_id] += taken;
    sealed.push_back(context.tenant_id);
    return SealedBatch{.records = taken, .more = records > 0};
  }

  absl::StatusOr<CheckpointOutcome> AddCheckpoint(const db::TenantContext& context, CheckpointLog&,
                                                  absl::Time now, absl::Duration interval,
                                                  absl::Time) override {
    if (failing.contains(context.tenant_id)) return core::refusal::UnavailableDatabase();
    auto& [size, time] = signed_at[context.tenant_id];
    if (size == chained[context.tenant_id]) return CheckpointOutcome{};
    if (now < time + interval) return CheckpointOutcome{.due = time + interval};
    size = chained[context.tenant_id];
    time = now;
    return CheckpointOutcome{.added = true};
  }

  absl::StatusOr<ChainHead> Head(const db::TenantContext&, absl::Time) override {
    return ChainHead{};
  }

  int SignedSizeOf(const core::Ulid& tenant_id) { return signed_at[tenant_id].first; }

  bool down = false;
  int asked = 0;
  std::set<core::Ulid> failing;
  std::map<core::Ulid, int> waiting, chained;
  // Size and time of the last checkpoint.
  std::map<core::Ulid, std::pair<int, absl::Time>> signed_at;
  std::vector<core::Ulid> sealed;
};

}  // namespace enlace::audit::testing
