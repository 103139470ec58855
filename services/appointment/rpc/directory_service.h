#pragma once

#include "enlace/appointment/v1/directory_service.grpc.pb.h"
#include "libs/rpc/page.h"
#include "libs/rpc/unary_service.h"
#include "services/appointment/domain/directory.h"

namespace enlace::appointment::rpc {

// enlace.appointment.v1.DirectoryService over the domain's Directory. Thread-safe.
class DirectoryService final : public enlace::rpc::UnaryService<v1::DirectoryService> {
 public:
  // All must outlive it.
  DirectoryService(enlace::rpc::Pipeline& pipeline, Directory& directory,
                   const enlace::rpc::PageTokens& page_tokens);

 private:
  Directory& directory_;
  const enlace::rpc::PageTokens& page_tokens_;
};

}  // namespace enlace::appointment::rpc
