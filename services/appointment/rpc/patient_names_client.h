#pragma once

#include <string>
#include <utility>

#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "services/appointment/domain/calendar_feeds.h"

namespace enlace::appointment::rpc {

// The patient service, asked for names with this service's own key: a calendar has no caller whose
// credential could be passed on. Thread-safe.
class PatientNamesClient final : public PatientNames {
 public:
  // `stub` must outlive the object.
  PatientNamesClient(enlace::patient::v1::PatientService::StubInterface& stub,
                     std::string service_key)
      : stub_(stub), service_key_(std::move(service_key)) {}

  absl::Status Fill(const Caller& caller, std::vector<CalendarEvent>& events) override;

 private:
  enlace::patient::v1::PatientService::StubInterface& stub_;
  const std::string service_key_;
};

}  // namespace enlace::appointment::rpc
