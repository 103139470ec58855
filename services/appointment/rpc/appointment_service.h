#pragma once

#include "enlace/appointment/v1/appointment_service.grpc.pb.h"
#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/rpc/page.h"
#include "libs/rpc/unary_service.h"
#include "services/appointment/domain/bookings.h"
#include "services/appointment/domain/patient_workflows.h"
#include "services/appointment/rpc/alternatives.h"

namespace enlace::appointment::rpc {

// enlace.appointment.v1.AppointmentService over the domain's Bookings, and what the patient
// service tells of workflows. Thread-safe.
class AppointmentService final : public enlace::rpc::UnaryService<v1::AppointmentService> {
 public:
  using Patients = enlace::patient::v1::PatientService::StubInterface;

  // All must outlive it.
  AppointmentService(enlace::rpc::Pipeline& pipeline, Bookings& bookings,
                     PatientWorkflows& patient_workflows, const Alternatives& alternatives,
                     Patients& patients, const enlace::rpc::PageTokens& page_tokens);

 private:
  Bookings& bookings_;
  PatientWorkflows& patient_workflows_;
  const Alternatives& alternatives_;
  Patients& patients_;
  const enlace::rpc::PageTokens& page_tokens_;
};

}  // namespace enlace::appointment::rpc
