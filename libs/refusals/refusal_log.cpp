#include "libs/refusals/refusal_log.h"

#include <initializer_list>
#include <iterator>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/log.h"

namespace enlace::refusals {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(5);
constexpr absl::Duration kTimeoutAtEnd = absl::Seconds(2);

// No part of it holds a NUL.
std::string KeyOf(std::initializer_list<std::string> parts) {
  return absl::StrJoin(parts, absl::string_view("\0", 1));
}

// What is left of one among too many: nobody's address or id.
Refusal Anonymous(const Refusal& refusal, const core::Ulid& tenant_id) {
  Refusal left{.occurred_at = refusal.occurred_at,
               .action = refusal.action,
               .endpoint = refusal.endpoint,
               .reason = refusal.reason};
  left.context.tenant_id = tenant_id;
  left.context.actor_type = "ANONYMOUS";
  return left;
}

}  // namespace

RefusalMetrics RefusalMetrics::In(metrics::Registry& registry) {
  const auto calls = [&registry](const char* action) {
    return registry.AddCounter("enlace_refusals_calls_total", "Calls that were refused.",
                               {{"action", action}});
  };
  return {.unauthenticated = calls(kAuthenticate),
          .denied = calls(kAuthorize),
          .records = registry.AddCounter("enlace_refusals_records_total",
                                         "Records of refused calls that were stored."),
          .nameless = registry.AddCounter(
              "enlace_refusals_nameless_total",
              "Refused calls that are recorded without who made them: there were too many kinds."),
          .dropped = registry.AddCounter("enlace_refusals_dropped_total",
                                         "Refused calls that are not recorded."),
          .unstored = registry.AddGauge("enlace_refusals_unstored",
                                        "Records of refused calls that wait for the database.")};
}

RefusalLog::RefusalLog(RefusalStore& store, const core::Clock& clock, absl::Duration pause,
                       const RefusalMetrics& metrics)
    : store_(store), clock_(clock), metrics_(metrics), minute_ends_(clock.Now() + kMinute) {
  if (pause == absl::InfiniteDuration()) return;
  thread_ = std::make_unique<core::RepeatingThread>(
      [this] {
        (void)Flush(absl::Now() + kTimeout);
        return false;
      },
      pause);
}

RefusalLog::~RefusalLog() {
  thread_.reset();
  (void)Flush(/*at_end=*/true, absl::Now() + kTimeoutAtEnd);
}

bool RefusalLog::Count(Counts& counts, const std::string& key, const Refusal& refusal) {
  auto found = counts.find(key);
  if (found == counts.end()) {
    if (counts.size() >= kMostAlike) return false;
    found = counts.emplace(key, Counted()).first;
  }
  ++found->second.calls;
  found->second.last = refusal;
  return true;
}

void RefusalLog::Add(Refusal refusal) {
  (refusal.action == kAuthorize ? metrics_.denied : metrics_.unauthenticated).Add();
  refusal.occurred_at = clock_.Now();
  const auto& context = refusal.context;
  const auto tenant = context.tenant_id.ToString();
  const auto alike = KeyOf({tenant, context.actor_id, context.ip, refusal.subject.id.ToString(),
                            refusal.endpoint, refusal.reason});
  absl::MutexLock lock(&mutex_);
  const auto found = alike_.find(alike);
  if (found != alike_.end()) {
    ++found->second.calls;
    found->second.last = std::move(refusal);
    return;
  }
  if (alike_.size() < kMostAlike) {
    alike_.emplace(alike, Counted());
    refusal.event_id = core::Ulid::Generate(refusal.occurred_at);
    refusal.calls = 1;
    due_.push_back(std::move(refusal));
    return;
  }
  metrics_.nameless.Add();
  const auto of_tenant = Anonymous(refusal, context.tenant_id);
  if (Count(by_tenant_, KeyOf({tenant, refusal.endpoint, refusal.reason}), of_tenant)) return;
  // Of reasons and RPCs there are fewer than places.
  if (!Count(by_reason_, KeyOf({refusal.endpoint, refusal.reason}),
             Anonymous(refusal, core::Ulid()))) {
    metrics_.dropped.Add();
  }
}

void RefusalLog::EndMinute() {
  for (auto* counts : {&alike_, &by_tenant_, &by_reason_}) {
    for (auto& [key, counted] : *counts) {
      if (counted.calls == 0) continue;
      counted.last.event_id = core::Ulid::Generate(counted.last.occurred_at);
      counted.last.calls = counted.calls;
      due_.push_back(std::move(counted.last));
    }
    counts->clear();
  }
  minute_ends_ = clock_.Now() + kMinute;
}

absl::Status RefusalLog::Flush(absl::Time deadline) { return Flush(/*at_end=*/false, deadline); }

absl::Status RefusalLog::Flush(bool at_end, absl::Time deadline) {
  absl::MutexLock flushing(&flushing_);
  {
    absl::MutexLock lock(&mutex_);
    // While the database is away the minute lasts, or what waits for it would grow.
    if (at_end || (unstored_.empty() && clock_.Now() >= minute_ends_)) EndMinute();
    std::move(due_.begin(), due_.end(), std::back_inserter(unstored_));
    due_.clear();
  }
  if (unstored_.empty()) return absl::OkStatus();
  auto stored = store_.Store(unstored_, deadline);
  if (stored.ok()) {
    metrics_.records.Add(static_cast<double>(unstored_.size()));
    metrics_.unstored.Set(0);
    unstored_.clear();
    return stored;
  }
  metrics_.unstored.Set(static_cast<double>(unstored_.size()));
  const auto details = core::DetailsOf(stored);
  core::Log(core::LogLevel::kWarning, "refused calls could not be recorded",
            {{"reason", details.reason}, {"cause", details.internal}});
  return stored;
}

}  // namespace enlace::refusals
