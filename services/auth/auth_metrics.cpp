#include "services/auth/auth_metrics.h"

#include <functional>
#include <utility>

#include "libs/db/pool_metrics.h"
#include "services/auth/storage/queue_depths.h"

namespace enlace::auth {
namespace {

using Registry = metrics::Registry;

std::vector<Registry::Asked> AskGate(Registry& registry, const PasswordGate& gate) {
  std::vector<Registry::Asked> asked;
  const auto ask = [&](Registry::Kind kind, const char* name, const char* help,
                       std::function<double(const PasswordGate::Load&)> part) {
    asked.push_back(registry.Ask(kind, name, help, {},
                                 [&gate, part = std::move(part)] { return part(gate.load()); }));
  };
  ask(Registry::Kind::kGauge, "enlace_password_hashes_running", "Passwords that are being hashed.",
      [](const auto& load) { return static_cast<double>(load.under_way); });
  ask(Registry::Kind::kGauge, "enlace_password_hashes_waiting",
      "Passwords that wait for being hashed.",
      [](const auto& load) { return static_cast<double>(load.waiting); });
  ask(Registry::Kind::kCounter, "enlace_password_hashes_refused_total",
      "Passwords that were not hashed: too many waited.",
      [](const auto& load) { return static_cast<double>(load.refused); });
  return asked;
}

std::vector<db::WatchedQueue> Queues(Registry& registry, db::PlatformDatabase& platform) {
  const auto orders = [&registry](const char* kind) {
    return registry.AddGauge("enlace_orders_waiting",
                             "What one service ordered of another and is not confirmed.",
                             {{"kind", kind}});
  };
  return {
      {.database = platform,
       .statement = storage::kMailsDepth,
       .waiting = registry.AddGauge("enlace_mails_waiting", "Mails that wait."),
       .oldest_seconds = registry.AddGauge("enlace_mails_oldest_seconds",
                                           "How long the oldest of them has waited.")},
      {.database = platform, .statement = storage::kLimitOrdersDepth, .waiting = orders("limits")},
      {.database = platform,
       .statement = storage::kDoctorOrdersDepth,
       .waiting = orders("doctors")}};
}

}  // namespace

AuthMetrics::AuthMetrics(Registry& registry, db::PlatformDatabase& platform,
                         const PasswordGate& gate)
    : asked_pool_(db::AskPool(registry, platform, "platform")),
      asked_gate_(AskGate(registry, gate)),
      queues_(Queues(registry, platform)) {}

}  // namespace enlace::auth
