#include <array>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "services/auth/domain/terms_service.h"
#include "services/auth/storage/sign_in_fixture.h"
#include "services/auth/storage/terms_repository.h"

namespace enlace::auth {
namespace {

constexpr const char* kService = "TERMS_OF_SERVICE";
constexpr const char* kPrivacy = "PRIVACY_POLICY";

struct Fixture : SignInFixture {
  storage::PostgresTermsRepository rows{*own, *platform};
  TermsService terms{rows, clock};

  auto TryToPublish(const std::string& kind) {
    return terms.Publish(ContextOf(core::Ulid()), Admin().id,
                         {.kind = kind,
                          .title_es = "Términos",
                          .title_en = "Terms",
                          .body_es = "Uno.\nDos.",
                          .body_en = "One.\nTwo."},
                         Deadline());
  }
  std::int64_t Publish(const std::string& kind) {
    const auto published = TryToPublish(kind);
    INFO(published.status().ToString());
    REQUIRE(published.ok());
    return published->version;
  }
  static db::TenantContext As(const SignedIn& person) {
    auto context = ContextOf(person.tenant->id);
    context.actor_id = person.user.id.ToString();
    context.ip = "203.0.113.7";
    context.user_agent = "browser/1";
    return context;
  }
  auto Accept(const SignedIn& person, const std::string& kind, std::int64_t version) {
    // Ids of one moment have no order.
    clock.Advance(absl::Milliseconds(1));
    return terms.Accept(As(person), person.user.id,
                        {.kind = kind, .version = version, .evidence = "casilla"}, Deadline());
  }
  TermsAcceptance MustAccept(const SignedIn& person, const std::string& kind,
                             std::int64_t version) {
    const auto accepted = Accept(person, kind, version);
    INFO(accepted.status().ToString());
    REQUIRE(accepted.ok());
    return accepted->acceptance;
  }
  auto Revoke(const SignedIn& person, const core::Ulid& id,
              const core::VersionMatch& if_match = {}) {
    return terms.Revoke(As(person), person.user.id, id, "ya no", if_match, Deadline());
  }
  std::vector<TermsAcceptance> List(const SignedIn& person,
                                    authn::Role role = authn::Role::kProvider,
                                    const std::optional<core::Ulid>& user = std::nullopt) {
    authn::Principal caller;
    caller.id = person.user.id;
    caller.role = role;
    return *terms.List(As(person), caller, user, std::nullopt, 100, Deadline());
  }
  // As "TERMS_OF_SERVICE 1", at a sign-in to the person's tenant.
  std::vector<std::string> Pending(const SignedIn& person) {
    std::vector<std::string> pending;
    const auto signed_in = Login(person.user.email, kPassword, person.tenant->id.ToString());
    REQUIRE(signed_in.ok());
    for (const auto& one : signed_in->pending_terms) {
      pending.push_back(absl::StrCat(one.kind, " ", one.version));
    }
    return pending;
  }
  std::string Events() {
    return std::string(Sql("SELECT coalesce(string_agg(action, ',' ORDER BY seq), '') AS actions"
                           " FROM outbox WHERE resource_type = 'TermsAcceptance'")[0]
                           .Text("actions"));
  }
};

using Names = std::vector<std::string>;

TEST_CASE("a published version is in force until the next one, and can always be read") {
  Fixture f;
  CHECK(f.terms.InForce(Fixture::Deadline())->empty());
  CHECK(f.Publish(kService) == 1);
  CHECK(f.Publish("terms_of_service") == 2);
  CHECK(f.Publish(kPrivacy) == 1);
  const auto in_force = f.terms.InForce(Fixture::Deadline());
  REQUIRE(in_force->size() == 2);
  CHECK((*in_force)[0].kind == kPrivacy);
  CHECK((*in_force)[1].version == 2);
  const auto first = f.terms.Get(kService, 1, Fixture::Deadline());
  REQUIRE(first.ok());
  CHECK(first->title_es == "Términos");
  CHECK(first->body_en == "One.\nTwo.");
  CHECK(first->published_at == f.clock.Now());
  for (const std::string kind : {kService, "COOKIES"}) {
    CHECK(ReasonOf(f.terms.Get(kind, 3, Fixture::Deadline()).status()) == core::reason::kNotFound);
  }
  CHECK(f.Sql("SELECT FROM terms_versions WHERE published_by = $1",
              db::Params().Id(Fixture::Admin().id))
            .size() == 3);
}

TEST_CASE("who publishes at once gets a version each") {
  Fixture f;
  std::array<absl::StatusOr<Terms>, 8> published;
  std::vector<std::thread> racers;
  for (auto& one : published) racers.emplace_back([&] { one = f.TryToPublish(kService); });
  for (auto& racer : racers) racer.join();
  std::set<std::int64_t> versions;
  for (const auto& one : published) {
    INFO(one.status().ToString());
    REQUIRE(one.ok());
    versions.insert(one->version);
  }
  CHECK(versions == std::set<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8});
}

TEST_CASE("a sign-in tells what is in force and was not accepted") {
  Fixture f;
  const auto lucia = f.MustRegister("Clínica");
  CHECK(lucia.pending_terms.empty());
  f.Publish(kService);
  CHECK(f.Pending(lucia) == Names{"TERMS_OF_SERVICE 1"});
  f.Publish(kPrivacy);
  f.MustAccept(lucia, kService, 1);
  CHECK(f.Pending(lucia) == Names{"PRIVACY_POLICY 1"});
  f.MustAccept(lucia, kPrivacy, 1);
  CHECK(f.Pending(lucia).empty());
  f.Publish(kService);
  CHECK(f.Pending(lucia) == Names{"TERMS_OF_SERVICE 2"});
  const auto second = f.MustAccept(lucia, kService, 2);
  CHECK(f.Pending(lucia).empty());
  REQUIRE(f.Revoke(lucia, second.id).ok());
  CHECK(f.Pending(lucia) == Names{"TERMS_OF_SERVICE 2"});
}

TEST_CASE("a registration and a refresh tell it too") {
  Fixture f;
  f.Publish(kService);
  const auto lucia = f.MustRegister("Clínica");
  REQUIRE(lucia.pending_terms.size() == 1);
  CHECK(lucia.pending_terms[0].title_es == "Términos");
  CHECK(lucia.pending_terms[0].title_en == "Terms");
  CHECK(f.Refresh(lucia.tokens->refresh_token)->pending_terms.size() == 1);
  const auto other = f.MustRegister("Otra clínica");
  const auto switched = f.sign_ins.SwitchTenant(f.Caller(), lucia.user.id,
                                                other.tenant->id.ToString(), Fixture::Deadline());
  REQUIRE(switched.ok());
  CHECK(switched->pending_terms.size() == 1);
}

TEST_CASE("only the version in force is accepted") {
  Fixture f;
  const auto lucia = f.MustRegister("Clínica");
  CHECK(ReasonOf(f.Accept(lucia, kService, 1).status()) == core::reason::kNotFound);
  f.Publish(kService);
  f.Publish(kService);
  for (const std::int64_t version : {0, 1, 3}) {
    INFO(version);
    CHECK(ReasonOf(f.Accept(lucia, kService, version).status()) == core::reason::kTermsNotInForce);
  }
  CHECK(ReasonOf(f.Accept(lucia, "COOKIES", 1).status()) == core::reason::kFieldViolation);
  CHECK(f.Events().empty());
}

TEST_CASE("an acceptance holds what was accepted, when, how and from where") {
  Fixture f;
  const auto lucia = f.MustRegister("Clínica");
  f.Publish(kService);
  const auto accepted = f.MustAccept(lucia, kService, 1);
  CHECK(accepted.user_id == lucia.user.id);
  CHECK(accepted.kind == kService);
  CHECK(accepted.version_of_terms == 1);
  CHECK(accepted.channel == "WEB");
  CHECK(accepted.evidence == "casilla");
  CHECK(accepted.ip == "203.0.113.7");
  CHECK(accepted.user_agent == "browser/1");
  CHECK(accepted.accepted_at == f.clock.Now());
  CHECK_FALSE(accepted.revoked_at);
  CHECK(f.Events() == "CREATE");
}

TEST_CASE("what is accepted already is answered, also to who accepts at once") {
  Fixture f;
  const auto lucia = f.MustRegister("Clínica");
  f.Publish(kService);
  std::array<absl::StatusOr<AcceptedTerms>, 4> accepted;
  std::vector<std::thread> racers;
  for (auto& one : accepted) racers.emplace_back([&] { one = f.Accept(lucia, kService, 1); });
  for (auto& racer : racers) racer.join();
  int made = 0;
  for (const auto& one : accepted) {
    INFO(one.status().ToString());
    REQUIRE(one.ok());
    CHECK(one->acceptance.id == accepted[0]->acceptance.id);
    made += one->found ? 0 : 1;
  }
  CHECK(made == 1);
  CHECK(f.Events() == "CREATE");
}

TEST_CASE("a revoked acceptance stays as it was, and a new one can follow") {
  Fixture f;
  const auto lucia = f.MustRegister("Clínica");
  f.Publish(kService);
  const auto first = f.MustAccept(lucia, kService, 1);
  CHECK(ReasonOf(f.Revoke(lucia, first.id, *core::VersionMatch::Parse("\"9\"")).status()) ==
        core::reason::kEtagMismatch);
  const auto revoked = f.Revoke(lucia, first.id, *core::VersionMatch::Parse("\"1\""));
  REQUIRE(revoked.ok());
  CHECK(revoked->revoked_at == f.clock.Now());
  CHECK(revoked->revoke_reason == "ya no");
  CHECK(revoked->version == 2);
  f.clock.Advance(absl::Seconds(1));
  const auto again = f.Revoke(lucia, first.id);
  REQUIRE(again.ok());
  CHECK(again->revoked_at == revoked->revoked_at);
  const auto second = f.MustAccept(lucia, kService, 1);
  CHECK(second.id != first.id);
  const auto listed = f.List(lucia);
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].id == first.id);
  CHECK(listed[0].revoked_at);
  CHECK_FALSE(listed[1].revoked_at);
  CHECK(f.Events() == "CREATE,UPDATE,CREATE");
}

// Lucía administers both clinics, and Eva the second one.
struct TwoClinics : Fixture {
  SignedIn here = MustRegister("Clínica Uno", "lucia@example.com");
  SignedIn there = MustRegister("Clínica Dos", "lucia@example.com");
  SignedIn eva = MustRegister("Clínica Tres", "eva@example.com");
};

TEST_CASE("what a user accepts in one clinic is pending and unseen in the other") {
  TwoClinics f;
  f.Publish(kService);
  const auto accepted = f.MustAccept(f.here, kService, 1);
  CHECK(f.Pending(f.here).empty());
  CHECK(f.Pending(f.there).size() == 1);
  CHECK(f.List(f.there).empty());
  CHECK(f.List(f.there, authn::Role::kOrganizationAdmin).empty());
  CHECK(ReasonOf(f.Revoke(f.there, accepted.id).status()) == core::reason::kNotFound);
  CHECK(ReasonOf(f.Revoke(f.eva, accepted.id).status()) == core::reason::kNotFound);
  constexpr db::Statement kAll = {"every_acceptance", "SELECT id FROM term_acceptances"};
  auto transaction = f.own->Begin(Fixture::As(f.there), Fixture::Deadline());
  CHECK(transaction->RunAndCommit(kAll, {})->size() == 0);
}

TEST_CASE("an administrator lists everybody's, and anybody else the own ones") {
  TwoClinics f;
  f.Publish(kService);
  testing::RunSql(absl::StrCat(f.files.AdminUrl(), " options='-c app.actor_id=test'"),
                  "INSERT INTO memberships (tenant_id, id, user_id, role, created_at, updated_at)"
                  " VALUES ($1, new_ulid(), $2, 'provider', now(), now())",
                  db::Params().Id(f.here.tenant->id).Id(f.eva.user.id));
  auto eva_here = f.eva;
  eva_here.tenant = f.here.tenant;
  f.MustAccept(f.here, kService, 1);
  const auto of_eva = f.MustAccept(eva_here, kService, 1);
  constexpr auto kAdmin = authn::Role::kOrganizationAdmin;
  CHECK(f.List(f.here, kAdmin).size() == 2);
  const auto filtered = f.List(f.here, kAdmin, f.eva.user.id);
  REQUIRE(filtered.size() == 1);
  CHECK(filtered[0].id == of_eva.id);
  const auto own = f.List(eva_here);
  REQUIRE(own.size() == 1);
  CHECK(own[0].id == of_eva.id);
  CHECK(f.List(eva_here, authn::Role::kProvider, f.here.user.id).empty());
  CHECK(ReasonOf(f.Revoke(f.here, of_eva.id).status()) == core::reason::kNotFound);
}

}  // namespace
}  // namespace enlace::auth
