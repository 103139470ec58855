#pragma once

#include "enlace/appointment/v1/directory_service.grpc.pb.h"
#include "libs/rpc/unary_service.h"
#include "services/appointment/domain/directory.h"

namespace enlace::appointment::rpc {

// enlace.appointment.v1.DirectoryService over the domain's Directory. Thread-safe.
class DirectoryService final : public enlace::rpc::UnaryService<v1::DirectoryService> {
 public:
  // Both must outlive it.
  DirectoryService(enlace::rpc::Pipeline& pipeline, Directory& directory);

 private:
  Directory& directory_;
};

}  // namespace enlace::appointment::rpc
