#include "services/audit/domain/chain_sealer.h"

#include <string>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/log.h"

namespace enlace::audit {
namespace {

// How many tenants are asked for at once.
constexpr int kTenants = 100;
constexpr absl::Duration kDatabaseTime = absl::Seconds(5);
constexpr absl::Duration kLookTime = absl::Seconds(30);

absl::Time Deadline() { return absl::Now() + kDatabaseTime; }

double UnixSeconds(absl::Time time) { return absl::ToDoubleSeconds(time - absl::UnixEpoch()); }

db::TenantContext ContextOf(const core::Ulid& tenant_id) {
  return {.tenant_id = tenant_id, .actor_id = "enlace-audit", .actor_type = "SERVICE"};
}

void Warn(std::string_view what, const core::Ulid& tenant_id, const absl::Status& status) {
  const auto details = core::DetailsOf(status);
  core::Log(
      core::LogLevel::kWarning, what,
      {{"tenant", tenant_id.ToString()}, {"reason", details.reason}, {"cause", details.internal}});
}

void Warn(std::string_view what, const absl::Status& status) {
  const auto details = core::DetailsOf(status);
  core::Log(core::LogLevel::kWarning, what,
            {{"reason", details.reason}, {"cause", details.internal}});
}

}  // namespace

SealerMetrics SealerMetrics::In(metrics::Registry& registry) {
  return {.sealed = registry.AddCounter("enlace_audit_sealed_records_total",
                                        "Records that were chained."),
          .checkpoints = registry.AddCounter("enlace_audit_checkpoints_total",
                                             "Checkpoints that were signed."),
          .last_checkpoint = registry.AddGauge("enlace_audit_last_checkpoint_timestamp_seconds",
                                               "Unix time of the last checkpoint."),
          .unsigned_since = registry.AddGauge(
              "enlace_audit_unsigned_since_timestamp_seconds",
              "Unix time since when a chain has records without a checkpoint; 0: none has.")};
}

bool ChainSealer::Step() {
  const auto now = parts_.clock.Now();
  FindUnsigned(now);
  FindWaiting(now);
  const bool sealed = SealNext(now);
  const bool went_on = SignNext(now);
  return sealed || went_on;
}

void ChainSealer::FindUnsigned(absl::Time now) {
  if (now < look_at_) return;
  const auto tenants = parts_.chains.TenantsToSign(absl::Now() + kLookTime);
  look_at_ = now + (tenants.ok() ? kLook : kRest);
  if (!tenants.ok()) {
    Warn("chains without a checkpoint could not be found", tenants.status());
    return;
  }
  for (const auto& tenant_id : *tenants) Grew(tenant_id, now);
}

void ChainSealer::FindWaiting(absl::Time now) {
  if (!waiting_.empty() || now < ask_at_) return;
  std::erase_if(resting_, [now](const auto& one) { return one.second <= now; });
  // Those that rest don't keep others out.
  const auto limit = kTenants + static_cast<int>(resting_.size());
  const auto tenants = parts_.chains.TenantsToSeal(limit, Deadline());
  if (!tenants.ok()) {
    ask_at_ = now + kRest;
    Warn("records to seal could not be found", tenants.status());
    return;
  }
  for (const auto& tenant_id : *tenants) {
    if (!resting_.contains(tenant_id)) waiting_.push_back(tenant_id);
  }
}

bool ChainSealer::SealNext(absl::Time now) {
  if (waiting_.empty()) return false;
  const auto tenant_id = waiting_.front();
  waiting_.pop_front();
  const auto batch = parts_.chains.Seal(ContextOf(tenant_id), kBatch, Deadline());
  if (!batch.ok()) {
    resting_[tenant_id] = now + kRest;
    Warn("records could not be sealed: they will be again", tenant_id, batch.status());
    return false;
  }
  if (batch->dropped > 0) {
    core::Log(core::LogLevel::kWarning,
              "records can't be sealed: their ids are taken, or they are gone",
              {{"tenant", tenant_id.ToString()}, {"records", batch->dropped}});
  }
  parts_.metrics.sealed.Add(batch->records);
  if (batch->records > 0) Grew(tenant_id, now);
  if (batch->more) waiting_.push_back(tenant_id);
  return true;
}

void ChainSealer::Grew(const core::Ulid& tenant_id, absl::Time now) {
  if (!grown_.emplace(tenant_id, now).second) return;
  due_.emplace(now, tenant_id);
  since_.insert(now);
  TellUnsignedSince();
}

void ChainSealer::Signed(const core::Ulid& tenant_id) {
  const auto grown = grown_.find(tenant_id);
  since_.erase(since_.find(grown->second));
  grown_.erase(grown);
  TellUnsignedSince();
}

void ChainSealer::TellUnsignedSince() const {
  parts_.metrics.unsigned_since.Set(since_.empty() ? 0 : UnixSeconds(*since_.begin()));
}

bool ChainSealer::SignNext(absl::Time now) {
  if (due_.empty() || due_.begin()->first > now) return false;
  const auto tenant_id = due_.begin()->second;
  due_.erase(due_.begin());
  const auto outcome = parts_.chains.AddCheckpoint(ContextOf(tenant_id), parts_.log, now,
                                                   parts_.interval, Deadline());
  if (!outcome.ok()) {
    due_.emplace(now + kRest, tenant_id);
    Warn("a checkpoint could not be signed: it will be again", tenant_id, outcome.status());
    return false;
  }
  if (outcome->added) {
    parts_.metrics.checkpoints.Add();
    parts_.metrics.last_checkpoint.Set(UnixSeconds(now));
  }
  if (outcome->due) {
    due_.emplace(*outcome->due, tenant_id);
  } else {
    Signed(tenant_id);
  }
  return true;
}

}  // namespace enlace::audit
