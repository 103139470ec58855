#include <set>
#include <thread>
#include <vector>

#include "libs/core/reasons.h"
#include "services/auth/storage/auth_fixture.h"

namespace enlace::auth {
namespace {

TEST_CASE("a tenant is read back as it was made") {
  AuthFixture f;
  const auto made = f.tenants.Create(AuthFixture::ContextOf(core::Ulid()),
                                     {.name = "Clínica Ñuñoa",
                                      .slug = "nunoa",
                                      .host_names = {"citas.example.com", "nunoa.example.com"},
                                      .tax_id = "900123456-7",
                                      .time_zone = "America/Lima",
                                      .branding = {{"color", "#0a0"}},
                                      .settings = {{"limits", {{"perDay", 20}}}},
                                      .offices = {{{"city", "Bogotá"}}, {{"city", "Cali"}}}},
                                     {}, AuthFixture::Deadline());
  INFO(made.status().ToString());
  REQUIRE(made.ok());
  CHECK(made->tenant_code == "CLINICA_NUNOA_001");
  const auto read = f.tenants.Get(made->id, AuthFixture::Deadline());
  REQUIRE(read.ok());
  CHECK(read->name == "Clínica Ñuñoa");
  CHECK(read->slug == "nunoa");
  CHECK(read->tenant_code == made->tenant_code);
  CHECK(read->host_names == made->host_names);
  CHECK(read->tax_id == "900123456-7");
  CHECK(read->time_zone == "America/Lima");
  CHECK(read->branding == made->branding);
  CHECK(read->settings["limits"]["perDay"] == 20);
  CHECK(read->offices.size() == 2);
  CHECK(read->active);
  CHECK(read->created_at == f.clock.Now());
  CHECK(f.tenants.GetOwn(AuthFixture::ContextOf(made->id), AuthFixture::Deadline())->id ==
        made->id);
}

TEST_CASE("100 racing creations of one name get consecutive codes") {
  AuthFixture f;
  constexpr int kThreads = 10;
  std::vector<std::vector<std::string>> codes(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&f, &mine = codes[static_cast<std::size_t>(t)]] {
      for (int i = 0; i < 10; ++i) {
        const auto tenant =
            f.tenants.Create(AuthFixture::ContextOf(core::Ulid()),
                             {.name = "Dr. Smith Dental Clinic"}, {}, AuthFixture::Deadline());
        mine.push_back(tenant.ok() ? tenant->tenant_code : tenant.status().ToString());
      }
    });
  }
  for (auto& thread : threads) thread.join();

  std::set<std::string> distinct;
  for (const auto& mine : codes) distinct.insert(mine.begin(), mine.end());
  REQUIRE(distinct.size() == 100);
  CHECK(*distinct.begin() == "DR_SMITH_DENTAL_CLINIC_001");
  CHECK(*distinct.rbegin() == "DR_SMITH_DENTAL_CLINIC_100");
}

TEST_CASE("a refused creation uses up no number and stores nothing") {
  AuthFixture f;
  f.MakeTenant("Alpha");
  const auto refused =
      f.tenants.Create(AuthFixture::ContextOf(core::Ulid()), {.name = "Alpha", .slug = "alpha-001"},
                       {}, AuthFixture::Deadline());
  CHECK(refused.status().code() == absl::StatusCode::kAlreadyExists);
  CHECK(std::string(refused.status().message()).starts_with("slug"));
  CHECK(f.MakeTenant("Alpha").tenant_code == "ALPHA_002");
  CHECK(f.Sql("SELECT count(*) AS n FROM tenants")[0].Int("n") == 2);
}

TEST_CASE("a host name leads to one tenant only, and is not given on after a deletion") {
  AuthFixture f;
  const NewTenant first{.name = "Alpha", .host_names = {"a.example.com"}};
  const auto alpha =
      f.tenants.Create(AuthFixture::ContextOf(core::Ulid()), first, {}, AuthFixture::Deadline());
  REQUIRE(alpha.ok());
  const NewTenant second{.name = "Beta", .host_names = {"b.example.com", "A.example.com"}};
  for (int i = 0; i < 2; ++i) {
    const auto beta =
        f.tenants.Create(AuthFixture::ContextOf(core::Ulid()), second, {}, AuthFixture::Deadline());
    CHECK(beta.status().code() == absl::StatusCode::kAlreadyExists);
    CHECK(std::string(beta.status().message()).starts_with("hostNames[1]"));
    f.tenants.Delete(AuthFixture::ContextOf(alpha->id), AuthFixture::Deadline()).IgnoreError();
  }
}

TEST_CASE("only what is sent changes, and each change is one version") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto context = AuthFixture::ContextOf(tenant.id);
  const auto changed = f.tenants.Update(context, {.tax_id = "900", .settings = {{{"a", 1}}}}, {},
                                        AuthFixture::Deadline());
  REQUIRE(changed.ok());
  CHECK(changed->name == "Alpha");
  CHECK(changed->tax_id == "900");
  CHECK(changed->settings["a"] == 1);
  REQUIRE(f.tenants.Update(context, {.tax_id = ""}, {}, AuthFixture::Deadline()).ok());
  REQUIRE(f.tenants.Update(context, {}, {}, AuthFixture::Deadline()).ok());
  const auto read = f.tenants.Get(tenant.id, AuthFixture::Deadline());
  CHECK(read->tax_id.empty());
  CHECK(read->settings["a"] == 1);
  CHECK(f.Sql("SELECT version FROM tenants")[0].Int("version") == 3);
}

TEST_CASE("a tenant is changed and deleted in the version that was named only") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto context = AuthFixture::ContextOf(tenant.id);
  const auto match = [](const char* header) { return *core::VersionMatch::Parse(header); };
  const auto rename = [&](const char* header) {
    return f.tenants.Update(context, {.name = "Beta"}, {}, AuthFixture::Deadline(), match(header));
  };
  const auto refuses = [](const absl::Status& status) {
    return core::DetailsOf(status).reason == core::reason::kEtagMismatch;
  };
  CHECK(tenant.version == 1);
  CHECK(refuses(rename("\"2\"").status()));
  CHECK(refuses(rename("\"x\"").status()));
  REQUIRE(rename("\"7\", \"1\"").ok());
  CHECK(rename("*")->version == 3);
  CHECK(
      refuses(f.tenants.Update(context, {}, {}, AuthFixture::Deadline(), match("\"1\"")).status()));
  CHECK(refuses(f.tenants.Delete(context, AuthFixture::Deadline(), match("\"1\""))));
  REQUIRE(f.tenants.Delete(context, AuthFixture::Deadline(), match("\"3\"")).ok());
  CHECK(rename("\"4\"").status() == core::refusal::NotFoundTenant());
}

TEST_CASE("a deleted tenant is absent") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto context = AuthFixture::ContextOf(tenant.id);
  REQUIRE(f.tenants.Delete(context, AuthFixture::Deadline()).ok());
  const auto absent = core::refusal::NotFoundTenant();
  CHECK(f.tenants.Get(tenant.id, AuthFixture::Deadline()).status() == absent);
  CHECK(f.tenants.GetOwn(context, AuthFixture::Deadline()).status() == absent);
  CHECK(f.tenants.Update(context, {.active = true}, {}, AuthFixture::Deadline()).status() ==
        absent);
  CHECK(f.tenants.Delete(context, AuthFixture::Deadline()) == absent);
  CHECK(f.tenants.List(std::nullopt, 10, AuthFixture::Deadline())->empty());
  CHECK(f.tenants.Get(core::Ulid(), AuthFixture::Deadline()).status() == absent);
}

TEST_CASE("pages follow each other without gap or repetition") {
  AuthFixture f;
  std::vector<core::Ulid> made;
  for (int i = 0; i < 7; ++i) {
    made.push_back(f.MakeTenant("Alpha").id);
    f.clock.Advance(absl::Milliseconds(1));
  }
  std::vector<core::Ulid> listed;
  std::optional<core::Ulid> after;
  for (;;) {
    const auto page = f.tenants.List(after, 3, AuthFixture::Deadline());
    REQUIRE(page.ok());
    if (page->empty()) break;
    for (const auto& tenant : *page) listed.push_back(tenant.id);
    after = listed.back();
  }
  CHECK(listed == made);
}

TEST_CASE("every write of a tenant is in its own audit chain, with its actor") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto context = AuthFixture::ContextOf(tenant.id);
  REQUIRE(f.tenants.Update(context, {.active = false}, {}, AuthFixture::Deadline()).ok());
  REQUIRE(f.tenants.Delete(context, AuthFixture::Deadline()).ok());
  const auto events = f.Sql("SELECT * FROM outbox ORDER BY seq");
  REQUIRE(events.size() == 3);
  const std::vector<std::string> actions = {"CREATE", "UPDATE", "DELETE"};
  for (int i = 0; i < 3; ++i) {
    CHECK(events[i].Id("tenant_id") == tenant.id);
    CHECK(events[i].Text("resource_type") == "Tenant");
    CHECK(events[i].Text("action") == actions[static_cast<std::size_t>(i)]);
    CHECK(events[i].Int("resource_version") == i + 1);
    CHECK(events[i].Text("actor_type") == "PLATFORM");
    CHECK(events[i].Text("actor_id") == context.actor_id);
    CHECK(events[i].Text("request_id") == "request-1");
  }
  CHECK(nlohmann::json::parse(events[1].Text("before_row"))["active"] == true);
  CHECK(nlohmann::json::parse(events[1].Text("after_row"))["active"] == false);
}

TEST_CASE("what was found while reading a request is said with what the rules find") {
  AuthFixture f;
  const auto answer =
      f.tenants.Create(AuthFixture::ContextOf(core::Ulid()), {.name = "A"},
                       {{"branding.a", "NUMBER_RANGE", "too large"}}, AuthFixture::Deadline());
  CHECK(core::DetailsOf(answer.status()).violations.size() == 2);
  CHECK(f.Sql("SELECT count(*) AS n FROM tenants")[0].Int("n") == 0);
}

}  // namespace
}  // namespace enlace::auth
