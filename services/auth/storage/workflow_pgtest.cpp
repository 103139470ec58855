#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/workflow_rules.h"
#include "services/auth/domain/workflow_service.h"
#include "services/auth/storage/auth_fixture.h"
#include "services/auth/storage/workflow_repository.h"

namespace enlace::auth {
namespace {

struct Fixture : AuthFixture {
  storage::PostgresWorkflowRepository rows{*own};
  WorkflowService workflows{rows, clock};
  Tenant alpha = MakeTenant("Alpha");
  db::TenantContext context = ContextOf(alpha.id);

  absl::StatusOr<Workflow> Create(const std::string& name, std::vector<WorkflowField> fields = {}) {
    return workflows.Create(context, {.name = name, .fields = std::move(fields)}, {}, Deadline());
  }
  absl::StatusOr<Workflow> Update(const std::string& name, const WorkflowChanges& changes,
                                  const core::VersionMatch& if_match = {}) {
    return workflows.Update(context, name, changes, {}, if_match, Deadline());
  }
  absl::StatusOr<Workflow> Get(const std::string& name,
                               std::optional<std::int64_t> version = std::nullopt) {
    return workflows.Get(context, name, version, Deadline());
  }
  std::string Names(const db::TenantContext& of) {
    std::string names;
    const auto listed = workflows.List(of, Deadline());
    for (const auto& one : *listed) absl::StrAppend(&names, one.name, " ");
    return names;
  }
  std::int64_t VersionOf(const IssuedApiKey& key) {
    return Resolve(key.plaintext)->workflows_version;
  }
};

TEST_CASE("a workflow is kept as it was sent, with the usual bot flow") {
  Fixture f;
  const auto made = f.Create(
      "prior_auth", {{.key = "status",
                      .type = "select",
                      .options = {"Pending", "Denied"},
                      .default_value = "Pending",
                      .display_in_list = true},
                     {.key = "visits", .type = "number", .required = true, .default_value = 2.5}});
  REQUIRE(made.ok());
  const auto read = f.Get("prior_auth");
  REQUIRE(read.ok());
  CHECK(read->bot_flow == "clients/alpha-001/prior_auth");
  REQUIRE(read->fields.size() == 2);
  CHECK(read->fields[0].options == std::vector<std::string>{"Pending", "Denied"});
  CHECK(read->fields[0].default_value == "Pending");
  CHECK(read->fields[0].display_in_list);
  CHECK(read->fields[1].default_value == 2.5);
  CHECK(read->fields[1].required);
  CHECK(f.Create("prior_auth").status() == core::refusal::AlreadyExistsWorkflow());
}

TEST_CASE("each version of a workflow can be read, and a change is for the version it names") {
  Fixture f;
  REQUIRE(f.Create("intake", {{.key = "plan", .type = "string"}}).ok());
  const auto changed = f.Update("intake", {.enabled = false, .fields = {{}}, .bot_flow = "n8n:7"});
  REQUIRE(changed.ok());
  CHECK(changed->version == 2);
  CHECK(f.Get("intake", 1)->fields.size() == 1);
  CHECK(f.Get("intake", 1)->enabled);
  CHECK(f.Get("intake", 2)->fields.empty());
  CHECK(f.Get("intake", 3).status() == core::refusal::NotFoundWorkflow());
  CHECK(f.Update("intake", {.bot_flow = ""})->bot_flow == "clients/alpha-001/intake");
  const auto second = *core::VersionMatch::Parse("\"2\"");
  CHECK(f.Update("intake", {.enabled = true}, second).status() == core::refusal::EtagMismatch());
  CHECK(f.Update("intake", {}, second).status() == core::refusal::EtagMismatch());
  CHECK(f.Update("absent", {.enabled = true}).status() == core::refusal::NotFoundWorkflow());
}

TEST_CASE("a deleted workflow is absent, and its name is free again") {
  Fixture f;
  REQUIRE(f.Create("intake").ok());
  REQUIRE(f.workflows.Delete(f.context, "intake", {}, f.Deadline()).ok());
  CHECK(f.Get("intake").status() == core::refusal::NotFoundWorkflow());
  CHECK(f.workflows.Delete(f.context, "intake", {}, f.Deadline()) ==
        core::refusal::NotFoundWorkflow());
  CHECK(f.Create("intake")->version == 1);
}

TEST_CASE("every change of a tenant's workflows is one that its credentials tell of") {
  Fixture f;
  const auto key = f.MakeKey(f.alpha);
  const auto of_other = f.MakeKey(f.MakeTenant("Beta"));
  std::int64_t last = f.VersionOf(key);
  CHECK(last == 0);
  const auto grows = [&] {
    const auto now = f.VersionOf(key);
    const bool grown = now > last;
    last = now;
    return grown;
  };
  REQUIRE(f.Create("intake").ok());
  CHECK(grows());
  REQUIRE(f.Update("intake", {.enabled = false}).ok());
  CHECK(grows());
  REQUIRE(f.workflows.Delete(f.context, "intake", {}, f.Deadline()).ok());
  CHECK(grows());
  CHECK_FALSE(grows());
  CHECK(f.VersionOf(of_other) == 0);
}

TEST_CASE("another tenant's workflows do not exist, nor those that a caller is limited away from") {
  Fixture f;
  REQUIRE(f.Create("intake").ok());
  REQUIRE(f.Create("prior_auth").ok());
  const auto beta = f.ContextOf(f.MakeTenant("Beta").id);
  CHECK(f.Names(beta).empty());
  CHECK(f.Names(f.context) == "intake prior_auth ");
  auto limited = f.context;
  limited.workflows = "prior_auth,absent";
  CHECK(f.Names(limited) == "prior_auth ");
  CHECK(f.workflows.Get(limited, "intake", std::nullopt, f.Deadline()).status() ==
        core::refusal::NotFoundWorkflow());
  CHECK(f.workflows.Delete(limited, "intake", {}, f.Deadline()) ==
        core::refusal::NotFoundWorkflow());
  CHECK(f.workflows.Create(limited, {.name = "mine"}, {}, f.Deadline()).status() ==
        core::InvalidFields({core::violation::WorkflowUnknown("name")}));
}

TEST_CASE("a tenant has fifty workflows, also when several make the last one at once") {
  Fixture f;
  for (int i = 1; i < kMaxWorkflows; ++i) REQUIRE(f.Create(absl::StrCat("w", i)).ok());
  std::atomic<int> made = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> racers;
  for (int i = 0; i < 8; ++i) {
    racers.emplace_back([&, i] {
      const auto workflow = f.Create(absl::StrCat("last", i));
      if (workflow.ok()) ++made;
      if (workflow.status() == core::refusal::TooManyWorkflows(kMaxWorkflows)) ++refused;
    });
  }
  for (auto& racer : racers) racer.join();
  CHECK(made == 1);
  CHECK(refused == 7);
  REQUIRE(f.workflows.Delete(f.context, "w1", {}, f.Deadline()).ok());
  CHECK(f.Create("again").ok());
}

TEST_CASE("a key is limited to workflows that exist, and one that is limited gives no more") {
  Fixture f;
  REQUIRE(f.Create("intake").ok());
  REQUIRE(f.Create("prior_auth").ok());
  const auto make = [&](const authn::Principal& caller, std::vector<std::string> workflows) {
    auto context = f.context;
    if (!caller.workflows.empty()) context.workflows = caller.workflows.front();
    return f.keys.Create(caller, context,
                         {.name = "bot",
                          .scopes = {"patients:read", "api-keys:write"},
                          .expires_at = "",
                          .owner = "ana@example.com",
                          .workflows = std::move(workflows)},
                         {}, f.Deadline());
  };
  CHECK(make(f.Admin(), {"intake", "absent"}).status() ==
        core::InvalidFields({core::violation::WorkflowUnknown("workflows[1]")}));
  const auto unlimited = make(f.Admin(), {});
  const auto key = make(f.Admin(), {"intake", "intake"});
  REQUIRE(key.ok());
  CHECK(key->record.workflows == std::vector<std::string>{"intake"});
  const auto principal = f.Resolve(key->plaintext);
  REQUIRE(principal.ok());
  CHECK(principal->workflows == std::vector<std::string>{"intake"});

  CHECK(make(*principal, {}).status() ==
        core::InvalidFields({core::violation::WorkflowUnknownLimited("workflows")}));
  CHECK(make(*principal, {"prior_auth"}).status() ==
        core::InvalidFields({core::violation::WorkflowUnknown("workflows[0]")}));
  const auto child = make(*principal, {"intake"});
  REQUIRE(child.ok());
  const auto rotate = [&](const IssuedApiKey& old) {
    return f.keys.Rotate(*principal, f.context, old.record.id, std::nullopt, {}, f.Deadline(), {});
  };
  CHECK(rotate(*unlimited).status() == core::refusal::NotFoundApiKey());
  const auto successor = rotate(*child);
  REQUIRE(successor.ok());
  CHECK(f.Resolve(successor->plaintext)->workflows == std::vector<std::string>{"intake"});
}

}  // namespace
}  // namespace enlace::auth
