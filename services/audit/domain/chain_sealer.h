#pragma once

#include <deque>
#include <map>
#include <set>
#include <utility>

#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "libs/core/ulid.h"
#include "libs/metrics/registry.h"
#include "services/audit/domain/chain_repository.h"
#include "services/audit/domain/checkpoint_log.h"

namespace enlace::audit {

// What is measured of the chains. Made by default it counts nothing.
struct SealerMetrics {
  static SealerMetrics In(metrics::Registry& registry);

  metrics::Counter sealed, checkpoints;
  // Unix times: of the last checkpoint, and since when the chain that has waited longest for one
  // has records that none covers (0: none waits).
  metrics::Gauge last_checkpoint, unsigned_since;
};

// Chains the records that wait, and signs checkpoints of the chains that grew. Several processes
// may do so at once. A kill at any moment loses nothing: what was not chained still waits, and what
// was not signed is found at the next start. Not thread-safe: for one core::RepeatingThread.
class ChainSealer {
 public:
  struct Parts {
    ChainRepository& chains;
    CheckpointLog& log;
    const core::Clock& clock;
    // Between two checkpoints of a tenant, at least.
    absl::Duration interval;
    SealerMetrics metrics = {};
  };
  // How many records of a tenant are chained at once.
  static constexpr int kBatch = 500;
  // How long it lets alone what failed, a tenant or the database.
  static constexpr absl::Duration kRest = absl::Seconds(5);
  // How often it looks for chains that another process has left unsigned.
  static constexpr absl::Duration kLook = absl::Minutes(10);

  // All parts must outlive it.
  explicit ChainSealer(const Parts& parts) : parts_(parts) {}

  // Chains a batch of one tenant and signs one checkpoint at most; whether there may be more to do.
  bool Step();

 private:
  void FindUnsigned(absl::Time now);
  void FindWaiting(absl::Time now);
  // Whether there was something, and it was done.
  bool SealNext(absl::Time now);
  bool SignNext(absl::Time now);
  void Grew(const core::Ulid& tenant_id, absl::Time now);
  void Signed(const core::Ulid& tenant_id);
  void TellUnsignedSince() const;

  const Parts parts_;
  // Whose records wait, as it was last found out, and when to find out again after a failure.
  std::deque<core::Ulid> waiting_;
  absl::Time ask_at_ = absl::InfinitePast();
  // Whose records could not be chained, and until when they are let alone.
  std::map<core::Ulid, absl::Time> resting_;
  // Whose chain has records without a checkpoint, since when, and when it may get the next one.
  std::map<core::Ulid, absl::Time> grown_;
  std::multiset<absl::Time> since_;
  std::set<std::pair<absl::Time, core::Ulid>> due_;
  absl::Time look_at_ = absl::InfinitePast();
};

}  // namespace enlace::audit
