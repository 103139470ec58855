#pragma once

#include <cstddef>
#include <deque>
#include <utility>

#include "absl/container/node_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/loop/wait.h"

namespace enlace::rpc {

// How many calls of one tenant are under way at once: a quarter of all, and more only while less
// than half of all are. Further ones wait, behind those of their own tenant, for a second at most,
// and beyond a number they are refused: who floods a service floods only itself.
//
// A call that waits gives its place in the server to another (libs/rpc/call_queue.h), and keeps
// nothing but its fiber. Tenants without a call under way are forgotten. Of one event loop's thread
// only.
class TenantShare {
 public:
  // How many calls may wait here, those of all tenants together; of one tenant half as many.
  static constexpr std::size_t kMostWaiting = 256;

  struct Limits {
    // Of all tenants, under way at once.
    std::size_t calls = 64;
    std::size_t waiting = kMostWaiting;
    absl::Duration patience = absl::Seconds(1);
  };

  // Calls that are part of another service's call are counted apart: if they waited for their
  // tenant's outer calls, two services could wait for each other.
  struct Caller {
    core::Ulid tenant;
    bool inner = false;

    friend bool operator==(const Caller&, const Caller&) = default;
    template <typename H>
    friend H AbslHashValue(H state, const Caller& caller) {
      return H::combine(std::move(state), caller.tenant, caller.inner);
    }
  };

  // A call under way, until its destruction. Must not outlive the TenantShare.
  class Hold {
   public:
    Hold(Hold&& other) noexcept
        : shares_(std::exchange(other.shares_, nullptr)), caller_(other.caller_) {}
    Hold& operator=(Hold&&) = delete;
    ~Hold();

   private:
    friend class TenantShare;
    Hold(TenantShare& shares, const Caller& caller) : shares_(&shares), caller_(caller) {}

    TenantShare* shares_;
    Caller caller_;
  };

  explicit TenantShare(Limits limits);

  // Waits until the tenant's share has room, on a fiber only that. RESOURCE_EXHAUSTED (BUSY) when
  // it has none by the deadline or within the patience, or when too many wait already.
  absl::StatusOr<Hold> Enter(const Caller& caller, absl::Time deadline);

  // Tenants with a call under way, for tests.
  std::size_t tenants() const { return tenants_.size(); }

 private:
  struct Tenant {
    std::size_t running = 0;
    // None, unless the share is used up.
    std::size_t waiting = 0;
  };
  struct Waiter {
    Tenant& tenant;
    const loop::Notification woken;
    bool granted = false;
  };

  bool MayRun(const Tenant& tenant) const;
  void Take(Tenant& tenant);
  // False when it was not granted.
  bool Await(Tenant& tenant, absl::Time deadline);
  void Leave(const Caller& caller);
  // Lets those go on who may: one's end can make room for another tenant.
  void Grant();

  const Limits limits_;
  const std::size_t share_;
  std::size_t running_ = 0;
  // In the order of their arrival.
  std::deque<Waiter*> waiting_;
  absl::node_hash_map<Caller, Tenant> tenants_;
};

}  // namespace enlace::rpc
