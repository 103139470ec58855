#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/appointment/domain/caller.h"
#include "services/appointment/domain/room.h"

namespace enlace::appointment {

// Which rooms a list holds.
struct RoomFilter {
  std::optional<core::Ulid> location_id;
  std::optional<bool> active;
};

// Where rooms are kept. Each function is one transaction in the caller's tenant: rows of other
// tenants do not exist for it. Implementations are thread-safe. Besides what is named, all
// functions return UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED and INTERNAL.
class RoomRepository {
 public:
  virtual ~RoomRepository() = default;

  // Whether there is such a live site.
  virtual absl::StatusOr<bool> HasSite(const Caller& caller, const core::Ulid& id) = 0;

  // The stored room; nullopt where there is no such live site. ALREADY_EXISTS (ROOM_EXISTS) when a
  // live room of the site has the name.
  virtual absl::StatusOr<std::optional<Room>> Insert(const Caller& caller, const Room& room) = 0;

  // A live room; nullopt where there is none.
  virtual absl::StatusOr<std::optional<Room>> Find(const Caller& caller, const core::Ulid& id) = 0;

  // Live rooms in the order of their ids, which is that of their creation, after `after`, at most
  // `limit`.
  virtual absl::StatusOr<std::vector<Room>> List(const Caller& caller, const RoomFilter& filter,
                                                 const std::optional<core::Ulid>& after,
                                                 int limit) = 0;

  // Makes of the current room the one that is to be stored; may be called again after a conflict.
  // `site_found`: whether the site that the change names is there.
  using Worker = std::function<absl::StatusOr<Room>(const Room& current, bool site_found)>;

  // Locks a live room, and stores what `worker` makes of it, unless nothing changed. `site`: the
  // one that the change names; it stays live until the change is stored. NOT_FOUND;
  // FAILED_PRECONDITION (ETAG_MISMATCH) by the caller's if_match; what `worker` answers;
  // ALREADY_EXISTS (ROOM_EXISTS); FAILED_PRECONDITION (HAS_APPOINTMENTS) when a room with
  // appointments to come is moved to another site.
  virtual absl::StatusOr<Room> Update(const Caller& caller, const core::Ulid& id,
                                      const std::optional<core::Ulid>& site,
                                      const Worker& worker) = 0;

  // Softly. NOT_FOUND; FAILED_PRECONDITION (ETAG_MISMATCH) by the caller's if_match;
  // FAILED_PRECONDITION (HAS_APPOINTMENTS) while it has appointments to come.
  virtual absl::Status Delete(const Caller& caller, const core::Ulid& id) = 0;
};

}  // namespace enlace::appointment
