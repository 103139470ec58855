#include <optional>
#include <string>

#include "services/patient/storage/workflow_order_fixture.h"

namespace enlace::patient::storage {
namespace {

constexpr db::Statement kCount{"count_orders", "SELECT count(tenant_id) AS n FROM workflow_orders"};

TEST_CASE("who joins, changes or leaves a workflow is ordered once, with the newest") {
  WorkflowOrderFixture f;
  auto patient = PatientOf(f.alpha, "1001");
  patient.workflow = "intake";
  f.Insert(f.alpha, patient);
  CHECK(f.Count() == 0);
  f.Move(f.alpha, patient.id, "prior_auth");
  CHECK(f.Count("workflow = 'prior_auth' AND due_at <= now() AND attempts = 0") == 1);
  f.MustClaim();
  f.Move(f.alpha, patient.id, std::nullopt);
  CHECK(f.Count() == 1);
  CHECK(f.Count("workflow IS NULL AND due_at <= now() AND attempts = 0") == 1);
  const auto order = f.MustClaim();
  CHECK(order.tenant_id == f.alpha.context.tenant_id);
  CHECK(order.patient_id == patient.id);
  CHECK(!order.workflow);
  CHECK_FALSE(order.settled);
}

TEST_CASE("other changes of a patient order nothing") {
  WorkflowOrderFixture f;
  auto patient = PatientOf(f.alpha, "1001");
  patient.workflow = "intake";
  f.Insert(f.alpha, patient);
  f.Move(f.alpha, patient.id, "intake");
  f.Change(f.alpha, patient.id, [](const Patient& current) -> absl::StatusOr<Patient> {
    auto next = current;
    next.email = "maria@example.com";
    return next;
  });
  CHECK(f.Count() == 0);
}

TEST_CASE("whoever may change the patient orders, limited or not") {
  WorkflowOrderFixture f;
  auto patient = PatientOf(f.alpha, "1001");
  patient.workflow = "intake";
  f.Insert(f.alpha, patient);
  auto limited = f.alpha;
  limited.context.workflows = "intake,prior_auth";
  limited.context.owner_scope = limited.owner_id;
  f.Move(limited, patient.id, "prior_auth");
  f.Move(limited, patient.id, "intake");
  CHECK(f.Count("workflow = 'intake'") == 1);
}

TEST_CASE("an order that was carried out early is so again once no booking is under way") {
  WorkflowOrderFixture f;
  f.Joined("intake");
  const auto early = f.MustClaim();
  CHECK_FALSE(early.settled);
  REQUIRE(f.orders.Confirm(early, WorkflowOrderFixture::Deadline()).ok());
  CHECK(f.Count("due_at = changed_at + interval '60 s' AND attempts = 0") == 1);
  CHECK(!f.orders.Claim(WorkflowOrderFixture::Deadline())->has_value());
  f.LetBookingsEnd();
  const auto late = f.MustClaim();
  CHECK(late.settled);
  CHECK(f.Count() == 1);
  REQUIRE(f.orders.Confirm(late, WorkflowOrderFixture::Deadline()).ok());
  CHECK(f.Count() == 0);
}

TEST_CASE("a change meanwhile is not lost with the order that it follows") {
  WorkflowOrderFixture f;
  const auto id = f.Joined("intake");
  const auto early = f.MustClaim();
  f.Move(f.alpha, id, "prior_auth");
  REQUIRE(f.orders.Confirm(early, WorkflowOrderFixture::Deadline()).ok());
  CHECK(f.Count("workflow = 'prior_auth' AND due_at <= now()") == 1);
  f.LetBookingsEnd();
  const auto late = f.MustClaim();
  CHECK(late.settled);
  f.Move(f.alpha, id, std::nullopt);
  REQUIRE(f.orders.Confirm(late, WorkflowOrderFixture::Deadline()).ok());
  CHECK(f.Count("workflow IS NULL AND due_at <= now()") == 1);
}

TEST_CASE("an order that is claimed and not confirmed is due again, later each time") {
  WorkflowOrderFixture f;
  f.Joined("intake");
  f.MustClaim();
  CHECK(!f.orders.Claim(WorkflowOrderFixture::Deadline())->has_value());
  CHECK(f.Count("attempts = 1 AND due_at BETWEEN now() + interval '1 s' AND"
                " now() + interval '5 s'") == 1);
  f.Sql("UPDATE workflow_orders SET due_at = now(), attempts = 9");
  f.MustClaim();
  CHECK(f.Count("due_at BETWEEN now() + interval '50 s' AND now() + interval '60 s'") == 1);
}

TEST_CASE("orders are shown to no tenant, and go with the patient") {
  WorkflowOrderFixture f;
  f.Joined("intake");
  const auto seen = f.database->Read(f.beta.context, kCount, {}, WorkflowOrderFixture::Deadline());
  REQUIRE(seen.ok());
  CHECK((*seen)[0].Int("n") == 0);
  CHECK(!testing::TrySql(f.server.RelayUrl(), "UPDATE workflow_orders SET workflow = 'x'").ok());
  CHECK(!testing::TrySql(f.server.RelayUrl(), "SELECT FROM patients").ok());
  f.Sql("DELETE FROM patients");
  CHECK(f.Count() == 0);
}

}  // namespace
}  // namespace enlace::patient::storage
