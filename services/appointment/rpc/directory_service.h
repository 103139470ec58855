#pragma once

#include "enlace/appointment/v1/directory_service.grpc.pb.h"
#include "libs/rpc/page.h"
#include "libs/rpc/unary_service.h"
#include "services/appointment/domain/appointment_types.h"
#include "services/appointment/domain/availabilities.h"
#include "services/appointment/domain/directory.h"
#include "services/appointment/domain/rooms.h"

namespace enlace::appointment::rpc {

// enlace.appointment.v1.DirectoryService over the domain's use cases. Thread-safe.
class DirectoryService final : public enlace::rpc::UnaryService<v1::DirectoryService> {
 public:
  // All must outlive it.
  DirectoryService(enlace::rpc::Pipeline& pipeline, Directory& directory,
                   AppointmentTypes& appointment_types, Rooms& rooms,
                   Availabilities& availabilities, const enlace::rpc::PageTokens& page_tokens);

 private:
  // The RPCs of one subject each.
  void AddAppointmentTypes(AppointmentTypes& types);
  void AddRooms(Rooms& rooms);
  void AddPractitionerRoles(Availabilities& availabilities);
  void AddScheduleExceptions(Availabilities& availabilities);
  void AddHolidays(Availabilities& availabilities);

  Directory& directory_;
  const enlace::rpc::PageTokens& page_tokens_;
};

}  // namespace enlace::appointment::rpc
