#pragma once

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "absl/time/clock.h"
#include "libs/db/database.h"
#include "libs/testing/database.h"
#include "services/patient/storage/postgres_patient_repository.h"

namespace enlace::patient::storage {

inline core::Ulid NewId() { return core::Ulid::Generate(absl::Now()); }

inline Caller CallerOf(const core::Ulid& tenant, std::string_view owner = "owner@example.com") {
  return {.context = {.tenant_id = tenant,
                      .actor_id = "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                      .actor_type = "API_KEY",
                      .actor_email = std::string(owner),
                      .request_id = "request-1"},
          .owner_id = std::string(owner),
          .deadline = absl::Now() + absl::Seconds(20)};
}

// A patient of the caller with a document of its own.
inline Patient PatientOf(const Caller& caller, std::string_view number) {
  Patient patient;
  patient.id = NewId();
  patient.first_name = "María";
  patient.second_name = "José";
  patient.last_name = "Rodríguez";
  patient.second_last_name = "Pérez";
  patient.document = clinical::IdentityDocument{"CC", std::string(number)};
  patient.owner_id = caller.owner_id;
  return patient;
}

// A fresh database with a repository and the callers of two tenants.
struct PatientFixture {
  explicit PatientFixture(int pool_size = 4)
      : database(Open(server.RuntimeUrl(), pool_size)), patients(*database) {}

  static std::unique_ptr<db::TenantDatabase> Open(const std::string& url, int pool_size) {
    auto database = db::TenantDatabase::Open({.url = url, .pool_size = pool_size});
    REQUIRE(database.ok());
    return *std::move(database);
  }

  Patient Insert(const Caller& caller, const Patient& patient) {
    auto stored = patients.Insert(caller, patient);
    INFO(stored.status().ToString());
    REQUIRE(stored.ok());
    return *stored;
  }

  testing::TestDatabase server{"patient"};
  std::unique_ptr<db::TenantDatabase> database;
  PostgresPatientRepository patients;
  Caller alpha = CallerOf(NewId());
  Caller beta = CallerOf(NewId());
};

}  // namespace enlace::patient::storage
