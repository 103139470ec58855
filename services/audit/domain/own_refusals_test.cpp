#include "services/audit/domain/own_refusals.h"

#include <catch2/catch_test_macros.hpp>

#include "services/audit/testing/events.h"
#include "services/audit/testing/fake_event_repository.h"

namespace enlace::audit {
namespace {

refusals::Refusal OfTenant(const core::Ulid& tenant_id) {
  refusals::Refusal refusal{.event_id = testing::NewId(),
                            .occurred_at = testing::Morning(),
                            .action = refusals::kAuthorize,
                            .endpoint = "enlace.audit.v1.AuditService/ListAuditEvents",
                            .reason = "SCOPE_MISSING",
                            .calls = 2};
  refusal.context = {.tenant_id = tenant_id, .actor_id = "key-1", .actor_type = "API_KEY"};
  return refusal;
}

TEST_CASE("refusals are kept under their tenants, and those of none under the platform's own") {
  testing::FakeEventRepository events;
  OwnRefusals refusals(events);
  const auto alpha = testing::NewId();
  const auto refusal = OfTenant(alpha);

  REQUIRE(refusals.Store({refusal, OfTenant({}), refusal}, absl::InfiniteFuture()).ok());

  CHECK(events.stored().at(PlatformTenant()).size() == 1);
  const auto of_alpha = events.stored().at(alpha);
  REQUIRE(of_alpha.size() == 1);
  const auto& event = of_alpha.begin()->second;
  CHECK(event.event_type == "REFUSAL");
  CHECK(event.resource_type == "Call");
  CHECK(event.reason == "SCOPE_MISSING");
  CHECK(event.calls == 2);
  CHECK(event.actor.id == "key-1");
  CHECK_FALSE(event.success);
}

TEST_CASE("while the database is away they are not stored") {
  testing::FakeEventRepository events;
  const auto alpha = testing::NewId();
  events.failing_tenant = alpha;
  OwnRefusals refusals(events);
  CHECK_FALSE(refusals.Store({OfTenant(alpha)}, absl::InfiniteFuture()).ok());
}

}  // namespace
}  // namespace enlace::audit
