#pragma once

#include "libs/db/database.h"
#include "services/appointment/domain/patient_workflows.h"

namespace enlace::appointment::storage {

// The workflows of appointments and of the waitlist in PostgreSQL, whose policies go by them.
class PgPatientWorkflows final : public PatientWorkflows {
 public:
  // `database` must outlive the object.
  explicit PgPatientWorkflows(db::TenantDatabase& database) : database_(database) {}

  absl::Status Follow(const Caller& caller, const core::Ulid& patient_id,
                      const std::optional<std::string>& workflow) override;

 private:
  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage
