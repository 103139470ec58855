#pragma once

#include <grpcpp/grpcpp.h>

#include "enlace/appointment/v1/appointment_service.grpc.pb.h"
#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/rpc/pipeline.h"
#include "services/appointment/domain/bookings.h"

namespace enlace::appointment::rpc {

// enlace.appointment.v1.AppointmentService over the domain's Bookings. Thread-safe.
class AppointmentService final : public v1::AppointmentService::CallbackService {
 public:
  using Patients = enlace::patient::v1::PatientService::StubInterface;

  // All must outlive it.
  AppointmentService(enlace::rpc::Pipeline& pipeline, Bookings& bookings, Patients& patients);

  grpc::ServerUnaryReactor* CreateAppointment(grpc::CallbackServerContext* context,
                                              const v1::CreateAppointmentRequest* request,
                                              v1::Appointment* response) override;
  grpc::ServerUnaryReactor* GetAppointment(grpc::CallbackServerContext* context,
                                           const v1::GetAppointmentRequest* request,
                                           v1::Appointment* response) override;
  grpc::ServerUnaryReactor* ListAppointments(grpc::CallbackServerContext* context,
                                             const v1::ListAppointmentsRequest* request,
                                             v1::ListAppointmentsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateAppointment(grpc::CallbackServerContext* context,
                                              const v1::UpdateAppointmentRequest* request,
                                              v1::Appointment* response) override;
  grpc::ServerUnaryReactor* CancelAppointment(grpc::CallbackServerContext* context,
                                              const v1::CancelAppointmentRequest* request,
                                              v1::Appointment* response) override;
  grpc::ServerUnaryReactor* DeleteAppointment(grpc::CallbackServerContext* context,
                                              const v1::DeleteAppointmentRequest* request,
                                              google::protobuf::Empty* response) override;

 private:
  enlace::rpc::Pipeline& pipeline_;
  Bookings& bookings_;
  Patients& patients_;
};

}  // namespace enlace::appointment::rpc
