#pragma once

#include <grpcpp/grpcpp.h>

#include "enlace/appointment/v1/directory_service.grpc.pb.h"
#include "libs/rpc/pipeline.h"
#include "services/appointment/domain/directory.h"

namespace enlace::appointment::rpc {

// enlace.appointment.v1.DirectoryService over the domain's Directory. Thread-safe.
class DirectoryService final : public v1::DirectoryService::CallbackService {
 public:
  // Both must outlive it.
  DirectoryService(enlace::rpc::Pipeline& pipeline, Directory& directory);

  grpc::ServerUnaryReactor* CreatePractitioner(grpc::CallbackServerContext* context,
                                               const v1::CreatePractitionerRequest* request,
                                               v1::Practitioner* response) override;
  grpc::ServerUnaryReactor* GetPractitioner(grpc::CallbackServerContext* context,
                                            const v1::GetPractitionerRequest* request,
                                            v1::Practitioner* response) override;
  grpc::ServerUnaryReactor* ListPractitioners(grpc::CallbackServerContext* context,
                                              const v1::ListPractitionersRequest* request,
                                              v1::ListPractitionersResponse* response) override;
  grpc::ServerUnaryReactor* CreateLocation(grpc::CallbackServerContext* context,
                                           const v1::CreateLocationRequest* request,
                                           v1::Location* response) override;
  grpc::ServerUnaryReactor* GetLocation(grpc::CallbackServerContext* context,
                                        const v1::GetLocationRequest* request,
                                        v1::Location* response) override;
  grpc::ServerUnaryReactor* ListLocations(grpc::CallbackServerContext* context,
                                          const v1::ListLocationsRequest* request,
                                          v1::ListLocationsResponse* response) override;

 private:
  enlace::rpc::Pipeline& pipeline_;
  Directory& directory_;
};

}  // namespace enlace::appointment::rpc
