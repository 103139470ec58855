// enlace-bench-patients SOCKET
// A patient service that says of every id that such a patient exists, and nothing else: what a
// booking costs without the patient's check. It is as fast as a service can be, because it takes
// its time from the processors that are measured.
#include <google/protobuf/descriptor.h>

#include <iostream>

#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/rpc/queued_service.h"
#include "libs/rpc/server.h"

namespace enlace::bench {
namespace {

namespace v1 = enlace::patient::v1;

class InstantPatients final : public rpc::QueuedUnaryService<v1::PatientService::AsyncService> {
 public:
  InstantPatients() {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        v1::PatientService::service_full_name());
    Accept<v1::ResolvePatientRequest, v1::PatientReference>(
        {.index = service->FindMethodByName("ResolvePatient")->index(),
         .handle =
             [](grpc::ServerContext&, const v1::ResolvePatientRequest& request,
                v1::PatientReference& response) {
               response.set_id(request.id());
               response.set_doc_type_id("CC");
               response.set_doc_number("1032456789");
               return grpc::Status::OK;
             },
         .refuse = nullptr});
  }
};

}  // namespace
}  // namespace enlace::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: enlace-bench-patients SOCKET\n";
    return 2;
  }
  enlace::rpc::BlockSignals();
  enlace::bench::InstantPatients patients;
  const auto served = enlace::rpc::Serve(
      {.listen = {std::string("unix:") + argv[1]}, .reflection = false}, {&patients});
  if (served.ok()) return 0;
  std::cerr << "enlace-bench-patients: " << served << '\n';
  return 1;
}
