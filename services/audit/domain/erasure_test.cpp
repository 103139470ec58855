#include "services/audit/domain/erasure.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>
#include <vector>

#include "libs/core/reasons.h"
#include "services/audit/domain/event_checks.h"
#include "services/audit/domain/person_of.h"
#include "services/audit/testing/events.h"

namespace enlace::audit {
namespace {

TEST_CASE("the reason of an erasure has 10 to 500 characters") {
  std::vector<core::Violation> violations;
  CHECK(CheckErasureReason("  Solicitó el borrado ", violations) == "Solicitó el borrado");
  CHECK(CheckErasureReason("ññññññññññ", violations) == "ññññññññññ");
  CHECK(CheckErasureReason(std::string(500, 'x'), violations).size() == 500);
  CHECK(violations.empty());
}

TEST_CASE("any other reason is refused once") {
  for (const auto& [reason, refusal] :
       {std::pair{std::string(), core::reason::kRequired},
        std::pair{std::string("          "), core::reason::kRequired},
        std::pair{std::string("ñññññññññ"), core::reason::kTextLength},
        std::pair{std::string(501, 'x'), core::reason::kTextLength},
        std::pair{std::string("line one\nline two"), core::reason::kTextControl},
        std::pair{std::string("not UTF-8: \xff"), core::reason::kTextEncoding}}) {
    CAPTURE(reason);
    std::vector<core::Violation> violations;
    CHECK(CheckErasureReason(reason, violations).empty());
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].field == "reason");
    CHECK(violations[0].reason == refusal);
  }
}

TEST_CASE("the record of an erasure says who, whose and why, under the tenant's own key") {
  auto context = testing::ContextOf(testing::NewId());
  context.ip = "192.0.2.1";
  context.user_agent = "browser";
  context.actor_email = "admin@example.com";
  const auto person = testing::NewId();

  const auto record = ErasureRecord(context, person, "asked \"for\" it", testing::Morning());

  CHECK(record.occurred_at == testing::Morning());
  CHECK(record.event_type == "WRITE");
  CHECK(record.action == "DELETE");
  CHECK(record.resource_type == "AuditPersonKey");
  CHECK(record.resource_ids == std::vector{person});
  CHECK(record.actor.id == context.actor_id);
  CHECK(record.actor.email == "admin@example.com");
  CHECK(record.request_id == context.request_id);
  CHECK(record.ip == "192.0.2.1");
  CHECK(record.user_agent == "browser");
  CHECK(record.after_json == R"({"reason":"asked \"for\" it"})");
  CHECK(record.reason.empty());
  CHECK(PersonOf(context.tenant_id, record) == context.tenant_id);
  std::vector<core::Violation> violations;
  CheckEvent(record, "record", violations);
  CHECK(violations.empty());
}

}  // namespace
}  // namespace enlace::audit
