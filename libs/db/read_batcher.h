#pragma once

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/db/context.h"
#include "libs/db/database.h"
#include "libs/db/pool.h"
#include "libs/loop/combiner.h"

namespace enlace::db {

// Internal to libs/db: reads of one statement. Those that are ready together travel together on one
// connection, each as a transaction of its own with its own tenant, so that neither side is woken
// for each of them. Thread-safe; the pool must outlive it.
class ReadBatcher {
 public:
  explicit ReadBatcher(Pool& pool) : pool_(pool) {}

  absl::StatusOr<Rows> Read(const TenantContext& context, const Statement& statement,
                            const Params& params, absl::Time deadline);

  // How many wait for a batch.
  std::size_t waiting() const;

 private:
  struct Item;
  using Combiner = loop::Combiner<Item>;
  using Items = Combiner::Batch;

  // Callers of one event loop join each other, as do those of plain threads.
  Combiner& OfThisLoop();
  void Serve(const Items& batch);
  // Gives back what is left because the connection broke under it.
  Items ServeOnce(const Items& batch);
  // Those that are under way then; the others are answered already.
  static Items Send(Connection& connection, const Items& batch);
  // False when the connection broke before the answer.
  static bool Receive(Connection& connection, absl::Time deadline, Item& item);

  Pool& pool_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<const loop::EventLoop*, std::unique_ptr<Combiner>> combiners_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace enlace::db
