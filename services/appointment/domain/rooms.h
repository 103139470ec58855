#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/core/clock.h"
#include "services/appointment/domain/page_request.h"
#include "services/appointment/domain/room_repository.h"

namespace enlace::appointment {

// One page of a list; `next` is the key of the last item, where more follow.
struct RoomPage {
  std::vector<Room> rooms;
  std::optional<std::string> next;
};

// The use cases of rooms. Thread-safe. An id that is absent, deleted, malformed or another tenant's
// gets one answer: NOT_FOUND, or CLINIC_NOT_FOUND of a site. All functions also return what the
// repository does.
class Rooms {
 public:
  // Both must outlive the object.
  Rooms(RoomRepository& repository, const core::Clock& clock);

  // INVALID_ARGUMENT with all violations (REQUIRED, EMPTY, TEXT_…, CLINIC_NOT_FOUND);
  // ALREADY_EXISTS (ROOM_EXISTS).
  absl::StatusOr<Room> Create(const Caller& caller, const RoomInput& input);
  absl::StatusOr<Room> Get(const Caller& caller, std::string_view id);
  // INVALID_ARGUMENT (ID_FORMAT, PAGE_TOKEN_INVALID). A site that is not there has no rooms.
  absl::StatusOr<RoomPage> List(const Caller& caller, const RoomQuery& query, PageRequest page);

  // Changes the fields that were sent: INVALID_ARGUMENT (CLEAR_FIELD, and what Create returns). A
  // change that changes nothing makes no new version.
  absl::StatusOr<Room> Update(const Caller& caller, std::string_view id, const RoomInput& input);

  // Softly; the name becomes free.
  absl::Status Delete(const Caller& caller, std::string_view id);

 private:
  RoomRepository& repository_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment
