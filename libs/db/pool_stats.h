#pragma once

namespace enlace::db {

// How a pool of connections stands at a moment.
struct PoolStats {
  // Connections that it may have, has (those that are being opened included), and has leased.
  int size = 0;
  int open = 0;
  int busy = 0;
  // Callers who wait for one.
  int waiting = 0;
  // Callers who waited in vain, since the start.
  double timeouts = 0;
};

}  // namespace enlace::db
