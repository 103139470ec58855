#include <google/protobuf/empty.pb.h>

#include "libs/core/version_match.h"
#include "services/appointment/rpc/directory_calls.h"
#include "services/appointment/rpc/directory_service.h"
#include "services/appointment/rpc/messages.h"

namespace enlace::appointment::rpc {
namespace {

using enlace::rpc::Call;

RoomInput InputOf(const v1::CreateRoomRequest& request) {
  return {.clinic_id = UnlessBlank(request.clinic_id()),
          .name = UnlessBlank(request.name()),
          .active = ActiveOf(request)};
}

RoomInput InputOf(const v1::UpdateRoomRequest& request) {
  return {.clinic_id = If(request.has_clinic_id(), request.clinic_id()),
          .name = If(request.has_name(), request.name()),
          .active = ActiveOf(request),
          .clear_fields = {request.clear_fields().begin(), request.clear_fields().end()}};
}

void Fill(const Room& room, v1::Room* message) {
  message->set_id(room.id.ToString());
  message->set_clinic_id(room.location_id.ToString());
  message->set_name(room.name);
  message->set_active(room.active);
  *message->mutable_created_at() = TimestampOf(room.created_at);
  *message->mutable_updated_at() = TimestampOf(room.updated_at);
  message->set_etag(core::EtagOf(room.version));
}

absl::Status Answer(const absl::StatusOr<Room>& room, v1::Room& response) {
  if (!room.ok()) return room.status();
  Fill(*room, &response);
  return absl::OkStatus();
}

}  // namespace

void DirectoryService::AddRooms(Rooms& rooms) {
  Add<v1::CreateRoomRequest, v1::Room>(
      "CreateRoom", [&rooms](Call& call, const auto& in, auto& out) -> absl::Status {
        return Answer(rooms.Create(CallerOf(call), InputOf(in)), out);
      });
  Add<v1::GetRoomRequest, v1::Room>(
      "GetRoom", [&rooms](Call& call, const auto& in, auto& out) -> absl::Status {
        return Answer(rooms.Get(CallerOf(call), in.id()), out);
      });
  Add<v1::ListRoomsRequest, v1::ListRoomsResponse>(
      "ListRooms", [this, &rooms](Call& call, const auto& in, auto& out) -> absl::Status {
        const auto page =
            rooms.List(CallerOf(call), {.clinic_id = in.clinic_id(), .active = ActiveOf(in)},
                       PageOf(call, page_tokens_, in));
        if (!page.ok()) return page.status();
        for (const auto& room : page->rooms) Fill(room, out.add_rooms());
        if (page->next) {
          out.set_next_page_token(page_tokens_.Make(call.principal().tenant_id, in, *page->next));
        }
        return absl::OkStatus();
      });
  Add<v1::UpdateRoomRequest, v1::Room>(
      "UpdateRoom", [&rooms](Call& call, const auto& in, auto& out) -> absl::Status {
        return Answer(rooms.Update(CallerOf(call), in.id(), InputOf(in)), out);
      });
  Add<v1::DeleteRoomRequest, google::protobuf::Empty>(
      "DeleteRoom", [&rooms](Call& call, const auto& in, auto&) -> absl::Status {
        return rooms.Delete(CallerOf(call), in.id());
      });
}

}  // namespace enlace::appointment::rpc
