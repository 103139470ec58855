#include "tests/bench/client/workloads.h"

#include <grpcpp/support/proto_buffer_writer.h>

#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "enlace/appointment/v1/appointment_service.grpc.pb.h"
#include "enlace/appointment/v1/directory_service.grpc.pb.h"
#include "enlace/appointment/v1/slot_service.grpc.pb.h"
#include "enlace/patient/v1/patient_service.grpc.pb.h"

namespace enlace::bench {
namespace {

namespace appointment = enlace::appointment::v1;
namespace patient = enlace::patient::v1;

constexpr std::int64_t kTwelveDigits = 100'000'000'000;

grpc::ByteBuffer Encode(const google::protobuf::Message& message) {
  const std::string bytes = message.SerializeAsString();
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::int64_t AnyPatient(const TenantData& tenant, Random& random) {
  return AnyOf(tenant.first_patient, tenant.patients, random);
}

grpc::ByteBuffer Empty(const TenantData&, Random&) { return Encode(google::protobuf::Struct()); }

// An id that can't be one: the pipeline's whole way, without the database.
grpc::ByteBuffer Refused(const TenantData&, Random&) {
  patient::GetPatientRequest request;
  request.set_id("none");
  return Encode(request);
}

grpc::ByteBuffer Get(const TenantData& tenant, Random& random) {
  patient::GetPatientRequest request;
  request.set_id(IdOf(AnyPatient(tenant, random)));
  return Encode(request);
}

grpc::ByteBuffer Read(const TenantData& tenant, Random& random) {
  appointment::GetPractitionerRequest request;
  request.set_id(IdOf(AnyOf(tenant.first_doctor, tenant.doctors, random)));
  return Encode(request);
}

// A whole page from anywhere in the tenant.
template <int rows>
grpc::ByteBuffer List(const TenantData& tenant, Random& random) {
  patient::ListPatientsRequest request;
  request.set_page_size(rows);
  const auto after = AnyOf(tenant.first_patient, tenant.patients - rows - 10, random);
  request.set_page_token(tenant.page_tokens->Make(tenant.id, request, IdOf(after)));
  return Encode(request);
}

grpc::ByteBuffer Lookup(const TenantData& tenant, Random& random) {
  patient::ListPatientsRequest request;
  request.set_doc_type_id("CC");
  request.set_doc_number(absl::StrCat(AnyPatient(tenant, random)));
  return Encode(request);
}

grpc::ByteBuffer Filter(const TenantData& tenant, Random& random) {
  patient::ListPatientsRequest request;
  (*request.mutable_custom_fields())["crmId"] = absl::StrCat("crm-", AnyPatient(tenant, random));
  return Encode(request);
}

grpc::ByteBuffer Create(const TenantData&, Random& random) {
  const auto number = AnyOf(kTwelveDigits, 9 * kTwelveDigits, random);
  patient::CreatePatientRequest request;
  request.set_event_type("PATIENT");
  request.set_action_type("CREATE");
  request.set_first_name("María");
  request.set_second_name("José");
  request.set_last_name("Rodríguez");
  request.set_second_last_name("Pérez");
  request.set_birth_date("1990-04-12");
  request.set_gender_id("F");
  request.set_doc_type_id("CC");
  request.set_doc_number(absl::StrCat(number));
  request.add_phones(absl::StrCat("+57310", AnyOf(1'000'000, 9'000'000, random)));
  request.set_email(absl::StrCat("p", number, "@example.com"));
  request.set_eps_id("EPS005");
  request.set_habeas_data(true);
  auto& fields = *request.mutable_custom_fields()->mutable_fields();
  fields["crmId"].set_string_value(absl::StrCat("crm-", number));
  fields["plan"].set_string_value("gold");
  fields["visits"].set_number_value(3);
  fields["consent"].set_bool_value(true);
  return Encode(request);
}

// Quarters of an hour from 10 to 24 o'clock, between 2030 and 2189: enough that two rarely meet.
grpc::ByteBuffer Book(const TenantData& tenant, Random& random) {
  const auto day = absl::StrFormat("%04d-%02d-%02d", AnyOf(2030, 160, random), AnyOf(1, 12, random),
                                   AnyOf(1, 28, random));
  const auto hour = AnyOf(10, 14, random), quarter = AnyOf(0, 4, random);
  appointment::CreateAppointmentRequest request;
  request.set_event_type("APPOINTMENT");
  request.set_action_type("CREATE");
  request.set_start_appointment(absl::StrFormat("%sT%02d:%02d:00Z", day, hour, quarter * 15));
  request.set_end_appointment(absl::StrFormat("%sT%02d:%02d:00Z", day, hour, quarter * 15 + 14));
  request.set_patient_id(IdOf(AnyPatient(tenant, random)));
  request.set_doctor_id(IdOf(AnyOf(tenant.first_doctor, tenant.doctors, random)));
  request.set_modality("IN_PERSON");
  request.set_appointment_type("GENERAL");
  (*request.mutable_custom_fields()->mutable_fields())["channel"].set_string_value("whatsapp");
  return Encode(request);
}

// Within 90 days, on one day of the week. Doctors attend until 16 o'clock: in the evening nothing
// is free.
grpc::ByteBuffer Search(const char* part_of_day, Random& random) {
  constexpr std::array kDays = {"MON", "TUE", "WED", "THU", "FRI"};
  appointment::SearchSlotsRequest request;
  request.set_specialty("medicina general");
  request.set_latest(absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now() + absl::Hours(90 * 24),
                                      absl::UTCTimeZone()));
  request.add_days(kDays[static_cast<std::size_t>(AnyOf(0, kDays.size(), random))]);
  request.set_part_of_day(part_of_day);
  return Encode(request);
}

grpc::ByteBuffer SearchAfternoon(const TenantData&, Random& random) {
  return Search("AFTERNOON", random);
}

grpc::ByteBuffer SearchEvening(const TenantData&, Random& random) {
  return Search("EVENING", random);
}

}  // namespace

const std::vector<Workload>& Workloads() {
  static const auto& workloads = *new std::vector<Workload>{
      {"echo", "/grpc.health.v1.Health/Check", grpc::StatusCode::OK, Empty},
      {"refuse", "/enlace.patient.v1.PatientService/GetPatient", grpc::StatusCode::NOT_FOUND,
       Refused},
      {"get", "/enlace.patient.v1.PatientService/GetPatient", grpc::StatusCode::OK, Get},
      {"read", "/enlace.appointment.v1.DirectoryService/GetPractitioner", grpc::StatusCode::OK,
       Read},
      {"list", "/enlace.patient.v1.PatientService/ListPatients", grpc::StatusCode::OK, List<50>},
      {"list-10", "/enlace.patient.v1.PatientService/ListPatients", grpc::StatusCode::OK, List<10>},
      {"list-100", "/enlace.patient.v1.PatientService/ListPatients", grpc::StatusCode::OK,
       List<100>},
      {"list-200", "/enlace.patient.v1.PatientService/ListPatients", grpc::StatusCode::OK,
       List<200>},
      {"lookup", "/enlace.patient.v1.PatientService/ListPatients", grpc::StatusCode::OK, Lookup},
      {"filter", "/enlace.patient.v1.PatientService/ListPatients", grpc::StatusCode::OK, Filter},
      {"create", "/enlace.patient.v1.PatientService/CreatePatient", grpc::StatusCode::OK, Create},
      {"search", "/enlace.appointment.v1.SlotService/SearchSlots", grpc::StatusCode::OK,
       SearchAfternoon, true},
      {"search-empty", "/enlace.appointment.v1.SlotService/SearchSlots", grpc::StatusCode::OK,
       SearchEvening, true},
      {"book", "/enlace.appointment.v1.AppointmentService/CreateAppointment", grpc::StatusCode::OK,
       Book},
      {"book-checked", "/enlace.appointment.v1.AppointmentService/CreateAppointment",
       grpc::StatusCode::OK, Book},
  };
  return workloads;
}

const Workload* FindWorkload(std::string_view name) {
  for (const auto& workload : Workloads()) {
    if (workload.name == name) return &workload;
  }
  return nullptr;
}

}  // namespace enlace::bench
