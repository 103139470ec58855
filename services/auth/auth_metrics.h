#pragma once

#include <vector>

#include "libs/db/database.h"
#include "libs/db/queue_watch.h"
#include "libs/metrics/registry.h"
#include "services/auth/domain/password_gate.h"

namespace enlace::auth {

// What the auth service tells of its queues and of its platform role's pool, while this lives; all
// that it is given must outlive it.
class AuthMetrics {
 public:
  AuthMetrics(metrics::Registry& registry, db::PlatformDatabase& platform,
              const PasswordGate& gate);

 private:
  const std::vector<metrics::Registry::Asked> asked_pool_;
  const std::vector<metrics::Registry::Asked> asked_gate_;
  const db::QueueWatch queues_;
};

}  // namespace enlace::auth
