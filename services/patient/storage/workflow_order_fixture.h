#pragma once

#include <memory>
#include <optional>
#include <string>

#include "libs/testing/sql.h"
#include "services/patient/storage/patient_fixture.h"
#include "services/patient/storage/workflow_order_repository.h"

namespace enlace::patient::storage {

// Patients, and the orders of their workflows as the relay has them.
struct WorkflowOrderFixture : PatientFixture {
  const std::unique_ptr<db::PlatformDatabase> relay_database =
      *db::PlatformDatabase::Open({.url = server.RelayUrl(), .pool_size = 2});
  PostgresWorkflowOrderRepository orders{*relay_database};

  static absl::Time Deadline() { return absl::Now() + absl::Seconds(20); }
  void Sql(const std::string& sql) { testing::RunSql(server.AdminUrl(), sql); }
  long Count(const std::string& condition = "true") {
    return static_cast<long>(
        testing::RunSql(server.AdminUrl(),
                        "SELECT count(*) AS n FROM workflow_orders WHERE " + condition)[0]
            .Int("n"));
  }
  void Change(const Caller& caller, const core::Ulid& id, const PatientRepository::Change& change) {
    const auto changed = patients.Update(caller, id, PatientRepository::Among::kLive, change);
    INFO(changed.status().ToString());
    REQUIRE(changed.ok());
  }
  void Move(const Caller& caller, const core::Ulid& id,
            const std::optional<std::string>& workflow) {
    Change(caller, id, [&](const Patient& current) -> absl::StatusOr<Patient> {
      auto next = current;
      next.workflow = workflow;
      return next;
    });
  }
  // A patient of alpha's who has just joined that workflow.
  core::Ulid Joined(const std::string& workflow) {
    const auto id = Insert(alpha, PatientOf(alpha, "1001")).id;
    Move(alpha, id, workflow);
    return id;
  }
  WorkflowOrder MustClaim() {
    const auto order = orders.Claim(Deadline());
    INFO(order.status().ToString());
    REQUIRE((order.ok() && order->has_value()));
    return **order;
  }
  // Without the minute that bookings may be under way.
  void LetBookingsEnd() {
    Sql("UPDATE workflow_orders SET changed_at = changed_at - interval '60 s', due_at = now()");
  }
};

}  // namespace enlace::patient::storage
