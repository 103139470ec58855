#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "libs/catalog/testing/sample_catalogs.h"
#include "libs/core/clock.h"
#include "libs/db/database.h"
#include "libs/testing/database.h"
#include "services/appointment/domain/appointment_types.h"
#include "services/appointment/domain/availabilities.h"
#include "services/appointment/domain/bookings.h"
#include "services/appointment/domain/directory.h"
#include "services/appointment/domain/rooms.h"
#include "services/appointment/storage/appointment_repository.h"
#include "services/appointment/storage/appointment_types.h"
#include "services/appointment/storage/availability_repository.h"
#include "services/appointment/storage/directory_repository.h"
#include "services/appointment/storage/rooms.h"

namespace enlace::appointment::storage {

// A directory of patients in memory: every document below is a patient of every tenant.
class KnownPatients final : public PatientDirectory {
 public:
  absl::StatusOr<std::optional<PatientReference>> Resolve(const PersonName& name) override;

  // Answered instead, when it is no OK.
  absl::Status failure;
  // That of every patient.
  std::optional<std::string> workflow;
  std::map<std::string, core::Ulid> ids = {
      {"1032456789", *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV")},
      {"52111222", *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAW")}};
};

// The appointment service's use cases on a fresh database, with a clinic or two in it.
class ClinicFixture {
 public:
  explicit ClinicFixture(int pool_size = 8);

  // A caller of `tenant` with all rights.
  Caller CallerOf(const core::Ulid& tenant) const;
  Location AddSite(const Caller& caller, const std::string& name = "Sede Norte");
  Practitioner AddDoctor(const Caller& caller, const std::string& doc_number = "79555111");

  // The bot's payload for that doctor, from `start` on, half an hour (RFC 3339).
  static AppointmentDraft Payload(const std::string& start = "2026-12-01T09:00:00-05:00",
                                  const std::string& end = "2026-12-01T09:30:00-05:00",
                                  const std::string& doctor = "79555111");
  absl::StatusOr<Appointment> Book(const Caller& caller, const AppointmentDraft& draft);
  absl::StatusOr<Appointment> Change(const Caller& caller, const std::string& id,
                                     const AppointmentPatch& patch);
  // Rows of a table that a superuser counts, with a condition.
  long Count(const std::string& table_and_condition) const;

  const testing::TestDatabase test_database{"appointment"};
  const std::unique_ptr<db::TenantDatabase> database;
  const core::SystemClock clock;
  PgAppointmentRepository appointments;
  PgDirectoryRepository directory_rows;
  PgAppointmentTypeRepository type_rows;
  PgRoomRepository room_rows;
  PgAvailabilityRepository availability_rows;
  catalog::testing::SampleCatalogs catalogs;
  const OfferIds offer_ids{*core::DataKeys::FromHex(std::string(64, 'a'))};
  Bookings bookings;
  Directory directory;
  AppointmentTypes types;
  Rooms rooms;
  Availabilities availabilities;
  KnownPatients patients;
  const core::Ulid alpha = core::Ulid::Generate(absl::Now());
  const core::Ulid beta = core::Ulid::Generate(absl::Now());
};

// The reason of a refusal, or, of violations, each as "field REASON", joined by ", ".
std::string ReasonOf(const absl::Status& status);

}  // namespace enlace::appointment::storage
