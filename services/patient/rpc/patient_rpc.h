#pragma once

#include <grpcpp/grpcpp.h>

#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/rpc/pipeline.h"
#include "services/patient/domain/patient_service.h"

namespace enlace::patient::rpc {

// enlace.patient.v1.PatientService over the domain's PatientService. Thread-safe.
class PatientRpc final : public v1::PatientService::CallbackService {
 public:
  // Both must outlive it.
  PatientRpc(enlace::rpc::Pipeline& pipeline, PatientService& patients);

  grpc::ServerUnaryReactor* CreatePatient(grpc::CallbackServerContext* context,
                                          const v1::CreatePatientRequest* request,
                                          v1::Patient* response) override;
  grpc::ServerUnaryReactor* GetPatient(grpc::CallbackServerContext* context,
                                       const v1::GetPatientRequest* request,
                                       v1::Patient* response) override;
  grpc::ServerUnaryReactor* ListPatients(grpc::CallbackServerContext* context,
                                         const v1::ListPatientsRequest* request,
                                         v1::ListPatientsResponse* response) override;
  grpc::ServerUnaryReactor* UpdatePatient(grpc::CallbackServerContext* context,
                                          const v1::UpdatePatientRequest* request,
                                          v1::Patient* response) override;
  grpc::ServerUnaryReactor* UpsertPatientByDocument(
      grpc::CallbackServerContext* context, const v1::UpsertPatientByDocumentRequest* request,
      v1::Patient* response) override;
  grpc::ServerUnaryReactor* DeletePatient(grpc::CallbackServerContext* context,
                                          const v1::DeletePatientRequest* request,
                                          google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* RestorePatient(grpc::CallbackServerContext* context,
                                           const v1::RestorePatientRequest* request,
                                           v1::Patient* response) override;
  grpc::ServerUnaryReactor* ResolvePatient(grpc::CallbackServerContext* context,
                                           const v1::ResolvePatientRequest* request,
                                           v1::PatientReference* response) override;

 private:
  enlace::rpc::Pipeline& pipeline_;
  PatientService& patients_;
};

}  // namespace enlace::patient::rpc
