#include <atomic>
#include <catch2/catch_test_macros.hpp>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "libs/authn/access_token.h"
#include "libs/metrics/value_fixture.h"
#include "services/auth/domain/password_service.h"
#include "services/auth/storage/sign_in_fixture.h"

namespace enlace::auth {
namespace {

using Fixture = SignInFixture;

TEST_CASE("who registers a clinic administers it") {
  Fixture f;
  const auto made = f.MustRegister("Clínica Santa Lucía");
  REQUIRE(made.tokens);
  CHECK(made.tenant->tenant_code == "CLINICA_SANTA_LUCIA_001");
  REQUIRE(made.memberships.size() == 1);
  CHECK(made.memberships[0].tenant_id == made.tenant->id);
  const auto principal = f.Resolve(absl::StrCat("bearer ", made.tokens->access_token));
  REQUIRE(principal.ok());
  CHECK(principal->id == made.user.id);
  CHECK(principal->tenant_id == made.tenant->id);
  CHECK(principal->role == authn::Role::kOrganizationAdmin);
  CHECK(principal->owner_id == "lucia@example.com");
  CHECK(principal->HasScope("api-keys:write"));
  CHECK(f.Sql("SELECT plan FROM tenants")[0].Text("plan") == "trial");
}

TEST_CASE("a registration leaves one record of each row, of the tenant that it made") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto rows = f.Sql(
      "SELECT resource_type, actor_id, actor_type, after_row::text AS after_row"
      " FROM outbox WHERE tenant_id = $1 ORDER BY resource_type",
      db::Params().Id(made.tenant->id));
  std::vector<std::string> types;
  for (int i = 0; i < rows.size(); ++i) {
    types.emplace_back(rows[i].Text("resource_type"));
    CHECK(rows[i].Text("actor_id") == made.user.id.ToString());
    CHECK(rows[i].Text("actor_type") == "USER");
    CHECK(rows[i].Text("after_row").find("argon2") == std::string_view::npos);
  }
  CHECK(types == std::vector<std::string>{"Membership", "Session", "Tenant", "User"});
  CHECK(f.Sql("SELECT count(*) AS n FROM outbox")[0].Int("n") == 4);
}

TEST_CASE("a hundred clinics of one name that register at once get a hundred codes") {
  Fixture f;
  constexpr int kClinics = 100;
  constexpr int kThreads = 4;
  // The hash is not what is tested.
  const auto hash = *f.gate.Hash(kPassword, AuthFixture::Deadline());
  std::vector<std::string> codes(kClinics);
  std::vector<std::thread> racers;
  for (int racer = 0; racer < kThreads; ++racer) {
    racers.emplace_back([&, racer] {
      for (int i = racer; i < kClinics; i += kThreads) {
        std::vector<core::Violation> violations;
        auto registration = CheckRegistration(
            Fixture::Request("Dr. Smith Dental Clinic", absl::StrCat("smith", i, "@example.com")),
            violations);
        registration.owner.id = core::Ulid::Generate(f.clock.Now());
        registration.password_hash = hash;
        db::TenantContext context = AuthFixture::ContextOf(core::Ulid::Generate(f.clock.Now()));
        registration.session = f.sessions.Prepare(registration.owner.id, context.tenant_id).first;
        const auto tenant =
            f.users.Register(context, registration, f.clock.Now(), AuthFixture::Deadline());
        if (tenant.ok() && *tenant) codes[static_cast<std::size_t>(i)] = (*tenant)->tenant_code;
      }
    });
  }
  for (auto& racer : racers) racer.join();
  const std::set<std::string> distinct(codes.begin(), codes.end());
  CHECK(distinct.size() == kClinics);
  CHECK(*distinct.begin() == "DR_SMITH_DENTAL_CLINIC_001");
  CHECK(*distinct.rbegin() == "DR_SMITH_DENTAL_CLINIC_100");
}

TEST_CASE("a second clinic needs the password of the user that exists") {
  Fixture f;
  const auto first = f.MustRegister("Clínica Uno");
  auto stranger = Fixture::Request("Clínica Dos", "LUCIA@example.com");
  stranger.password = "otra frase que no es la suya";
  CHECK(ReasonOf(f.sign_ins.Register(f.Caller(), stranger, AuthFixture::Deadline()).status()) ==
        core::reason::kSignInRefused);
  CHECK(f.Sql("SELECT count(*) AS n FROM tenants")[0].Int("n") == 1);

  const auto second = f.MustRegister("Clínica Dos", "LUCIA@example.com");
  CHECK(second.user.id == first.user.id);
  CHECK(second.memberships.size() == 2);
  CHECK(ReasonOf(f.Register("Clínica Dos").status()) == core::reason::kAlreadyExists);
  CHECK(f.Sql("SELECT count(*) AS n FROM tenants")[0].Int("n") == 2);
}

TEST_CASE("one who belongs to several clinics chooses one") {
  Fixture f;
  const auto first = f.MustRegister("Clínica Uno");
  CHECK(f.Login("lucia@example.com", kPassword)->tenant->id == first.tenant->id);
  const auto second = f.MustRegister("Clínica Dos");
  const auto open = f.Login("lucia@example.com", kPassword);
  REQUIRE(open.ok());
  CHECK_FALSE(open->tokens);
  CHECK_FALSE(open->tenant);
  REQUIRE(open->memberships.size() == 2);
  const auto chosen = f.Login("lucia@example.com", kPassword, second.tenant->id.ToString());
  REQUIRE(chosen.ok());
  CHECK(chosen->tenant->id == second.tenant->id);
  const auto switched = f.sign_ins.SwitchTenant(
      f.Caller(), first.user.id, first.tenant->id.ToString(), AuthFixture::Deadline());
  REQUIRE(switched.ok());
  CHECK(f.Resolve(absl::StrCat("Bearer ", switched->tokens->access_token))->tenant_id ==
        first.tenant->id);
}

TEST_CASE("nobody enters a clinic that is not theirs or is not active") {
  Fixture f;
  const auto mine = f.MustRegister("Clínica Uno");
  const auto other = f.MustRegister("Clínica Dos", "otra@example.com");
  CHECK(ReasonOf(f.Login("lucia@example.com", kPassword, other.tenant->id.ToString()).status()) ==
        core::reason::kNoMembership);
  CHECK(ReasonOf(f.sign_ins
                     .SwitchTenant(f.Caller(), mine.user.id, other.tenant->id.ToString(),
                                   AuthFixture::Deadline())
                     .status()) == core::reason::kNoMembership);
  REQUIRE(f.tenants
              .Update(AuthFixture::ContextOf(mine.tenant->id), {.active = false}, {},
                      AuthFixture::Deadline())
              .ok());
  CHECK_FALSE(f.Works(mine.tokens->access_token));
  CHECK(ReasonOf(f.Refresh(mine.tokens->refresh_token).status()) ==
        core::reason::kRefreshTokenInvalid);
  CHECK(ReasonOf(f.Login("lucia@example.com", kPassword).status()) == core::reason::kNoMembership);
}

TEST_CASE("an unknown e-mail, a wrong password and an inactive user get one answer") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto unknown = f.Login("nadie@example.com", kPassword).status();
  const auto wrong = f.Login("lucia@example.com", "otra frase que no es la suya").status();
  CHECK(f.Works(made.tokens->access_token));
  f.Change(*made.tenant, "UPDATE users SET active = false");
  CHECK_FALSE(f.Works(made.tokens->access_token));
  CHECK_FALSE(f.Refresh(made.tokens->refresh_token).ok());
  const auto inactive = f.Login("lucia@example.com", kPassword).status();
  CHECK(ReasonOf(unknown) == core::reason::kSignInRefused);
  CHECK(AsTold(unknown) == AsTold(wrong));
  CHECK(AsTold(unknown) == AsTold(inactive));
}

// The hash is nearly all of the time that a refusal takes. That the dummy costs what others cost is
// tested beside it (password_test.cpp).
TEST_CASE("an unknown e-mail costs the work of a wrong password") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto hashes_of = [&](const std::string& email, const std::string& password) {
    const auto before = f.gate.load().done;
    CHECK(ReasonOf(f.Login(email, password).status()) == core::reason::kSignInRefused);
    return f.gate.load().done - before;
  };
  CHECK(hashes_of("lucia@example.com", "otra frase que no es la suya") == 1);
  CHECK(hashes_of("nadie@example.com", "otra frase que no es la suya") == 1);
  f.Change(*made.tenant, "UPDATE users SET active = false");
  CHECK(hashes_of("lucia@example.com", kPassword) == 1);
}

TEST_CASE("guessing is slowed down, by account and source, and nobody is locked out") {
  Fixture f;
  f.MustRegister("Clínica");
  const auto guesser = f.Caller();
  const auto guess = [&](const std::string& password) {
    return ReasonOf(
        f.sign_ins.Login(guesser, "lucia@example.com", password, "", AuthFixture::Deadline())
            .status());
  };
  const auto guess_ten_times = [&] {
    for (int i = 0; i < 10; ++i) CHECK(guess("wrong") == core::reason::kSignInRefused);
  };
  guess_ten_times();
  CHECK(guess(kPassword) == core::reason::kTooManySignIns);
  CHECK(f.Login("lucia@example.com", kPassword).ok());
  f.clock.Advance(absl::Seconds(5) - absl::Microseconds(1));
  CHECK(guess(kPassword) == core::reason::kTooManySignIns);
  f.clock.Advance(absl::Microseconds(1));
  CHECK(guess("wrong") == core::reason::kSignInRefused);
  CHECK(guess(kPassword) == core::reason::kTooManySignIns);
  CHECK(metrics::ValueOf(f.registry, "slowed") == 3);
  f.clock.Advance(absl::Seconds(5));
  CHECK(guess(kPassword) == "");
  // A success is where the count begins anew.
  guess_ten_times();
  // What is tried in a quarter of an hour counts together, and no longer.
  f.clock.Advance(absl::Minutes(15) - absl::Microseconds(1));
  CHECK(guess("wrong") == core::reason::kSignInRefused);
  CHECK(guess("wrong") == core::reason::kTooManySignIns);
  f.clock.Advance(absl::Microseconds(1));
  guess_ten_times();
  CHECK(guess("wrong") == core::reason::kTooManySignIns);
}

TEST_CASE("all addresses of one IPv6 network count as one, those of IPv4 each for itself") {
  Fixture f;
  int last = 0;
  const auto tries = [&](const std::string& network) {
    int taken = 0;
    for (int i = 0; i <= 10; ++i) {
      const auto source = absl::StrCat(network, ++last);
      taken +=
          f.throttle.Enter("login x@example.com", source, AuthFixture::Deadline()).ok() ? 1 : 0;
    }
    return taken;
  };
  CHECK(tries("2001:db8:1:2::") == 10);
  CHECK(tries("2001:db8:1:2:ffff::") == 0);
  CHECK(tries("2001:db8:1:3::") == 10);
  CHECK(tries("203.0.113.") == 11);
  CHECK(tries("::ffff:203.0.113.") == 11);
}

TEST_CASE("registrations are slowed down by address, the good ones too") {
  Fixture f;
  const auto caller = f.Caller();
  const auto one = [&](int i) {
    return ReasonOf(f.sign_ins
                        .Register(caller,
                                  Fixture::Request(absl::StrCat("Clínica ", i),
                                                   absl::StrCat("owner", i, "@example.com")),
                                  AuthFixture::Deadline())
                        .status());
  };
  for (int i = 0; i < 10; ++i) CHECK(one(i) == "");
  CHECK(one(10) == core::reason::kTooManySignIns);
  CHECK(f.Register("Another address", "another@example.com").ok());
  f.clock.Advance(absl::Seconds(5));
  CHECK(one(10) == "");
  CHECK(f.Sql("SELECT count(*) AS n FROM tenants")[0].Int("n") == 12);
}

TEST_CASE("attempts that no longer count are removed by those that come") {
  Fixture f;
  for (int i = 0; i < 10; ++i) {
    CHECK_FALSE(f.Login(absl::StrCat("nadie", i, "@example.com"), "wrong").ok());
  }
  CHECK(f.Sql("SELECT count(*) AS n FROM sign_in_attempts")[0].Int("n") == 10);
  f.clock.Advance(absl::Minutes(15));
  const auto caller = f.Caller();
  for (int i = 0; i < 5; ++i) {
    CHECK_FALSE(
        f.sign_ins.Login(caller, "nadie@example.com", "wrong", "", AuthFixture::Deadline()).ok());
  }
  CHECK(f.Sql("SELECT count(*) AS n FROM sign_in_attempts")[0].Int("n") == 1);
}

TEST_CASE("a refresh token is changed for another pair, once") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto renewed = f.Refresh(made.tokens->refresh_token);
  REQUIRE(renewed.ok());
  CHECK(renewed->tenant->id == made.tenant->id);
  CHECK(renewed->user.id == made.user.id);
  CHECK(f.Works(renewed->tokens->access_token));
  CHECK(renewed->tokens->refresh_token != made.tokens->refresh_token);
  CHECK(f.Refresh(renewed->tokens->refresh_token).ok());
}

TEST_CASE("the answer to a refresh may be lost and asked for again") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  REQUIRE(f.Refresh(made.tokens->refresh_token).ok());
  f.clock.Advance(absl::Seconds(10) - absl::Microseconds(1));
  const auto again = f.Refresh(made.tokens->refresh_token);
  REQUIRE(again.ok());
  CHECK(f.Refresh(again->tokens->refresh_token).ok());
}

TEST_CASE("a refresh token that is used a second time ends the whole session") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto renewed = f.Refresh(made.tokens->refresh_token);
  REQUIRE(renewed.ok());
  f.clock.Advance(absl::Seconds(10));
  CHECK(ReasonOf(f.Refresh(made.tokens->refresh_token).status()) ==
        core::reason::kRefreshTokenInvalid);
  CHECK(f.EndOf(*made.tenant) == "REFRESH_TOKEN_REUSED");
  CHECK_FALSE(f.Works(renewed->tokens->access_token));
  CHECK_FALSE(f.Refresh(renewed->tokens->refresh_token).ok());
}

TEST_CASE("within the grace, too, a token is dead once its child was used") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto renewed = f.Refresh(made.tokens->refresh_token);
  REQUIRE(renewed.ok());
  REQUIRE(f.Refresh(renewed->tokens->refresh_token).ok());
  CHECK_FALSE(f.Refresh(made.tokens->refresh_token).ok());
  CHECK(f.EndOf(*made.tenant) == "REFRESH_TOKEN_REUSED");
}

TEST_CASE("who knows a refresh token's id alone can't end its session") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  REQUIRE(f.Refresh(made.tokens->refresh_token).ok());
  f.clock.Advance(absl::Minutes(1));
  auto forged = RefreshToken::Generate(RefreshToken::Parse(made.tokens->refresh_token)->id);
  CHECK_FALSE(f.Refresh(forged.Text()).ok());
  CHECK(f.EndOf(*made.tenant).empty());
}

TEST_CASE("twenty that send one refresh token at once share one session") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  std::vector<std::thread> racers;
  std::atomic<int> renewed = 0;
  for (int i = 0; i < 20; ++i) {
    const auto caller = f.Caller();
    racers.emplace_back([&, caller] {
      renewed +=
          f.sign_ins.Refresh(caller, made.tokens->refresh_token, AuthFixture::Deadline()).ok();
    });
  }
  for (auto& racer : racers) racer.join();
  CHECK(renewed == 20);
  CHECK(f.Sql("SELECT count(*) AS n FROM sessions WHERE ended_at IS NULL")[0].Int("n") == 1);
}

TEST_CASE("who does not refresh is signed out, and nobody stays for longer than half a day") {
  Fixture f;
  auto made = f.MustRegister("Clínica");
  auto token = made.tokens->refresh_token;
  for (auto past = absl::ZeroDuration(); past + absl::Minutes(14) < absl::Hours(12);
       past += absl::Minutes(14)) {
    f.clock.Advance(absl::Minutes(14));
    const auto renewed = f.Refresh(token);
    REQUIRE(renewed.ok());
    token = renewed->tokens->refresh_token;
  }
  // From here on a token would outlive its session.
  f.clock.Advance(absl::Minutes(3));
  const auto last = f.Refresh(token);
  REQUIRE(last.ok());
  CHECK(f.Works(last->tokens->access_token));
  f.clock.Advance(absl::Minutes(4));
  CHECK_FALSE(f.Works(last->tokens->access_token));
  CHECK_FALSE(f.Refresh(last->tokens->refresh_token).ok());

  made = *f.Login("lucia@example.com", kPassword);
  f.clock.Advance(absl::Minutes(15) - absl::Microseconds(1));
  const auto late = f.Refresh(made.tokens->refresh_token);
  REQUIRE(late.ok());
  f.clock.Advance(absl::Minutes(15));
  CHECK_FALSE(f.Refresh(late->tokens->refresh_token).ok());
  // Whose sessions are over, their tokens are gone with the next sign-in.
  f.clock.Advance(absl::Hours(12));
  REQUIRE(f.Login("lucia@example.com", kPassword).ok());
  CHECK(f.Sql("SELECT count(*) AS n FROM refresh_tokens")[0].Int("n") == 1);
}

TEST_CASE("a session ends alone, or all of a person's with it") {
  Fixture f;
  const auto first = f.MustRegister("Clínica Uno");
  const auto second = f.MustRegister("Clínica Dos");
  const auto other = f.MustRegister("Clínica Tres", "otra@example.com");
  const auto principal = f.Resolve(absl::StrCat("Bearer ", first.tokens->access_token));
  REQUIRE(principal.ok());
  const auto context = AuthFixture::ContextOf(first.tenant->id);
  REQUIRE(
      f.sessions.End(context, first.user.id, principal->session_id, AuthFixture::Deadline()).ok());
  CHECK_FALSE(f.Works(first.tokens->access_token));
  CHECK(f.Works(second.tokens->access_token));
  CHECK(f.EndOf(*first.tenant) == "LOGOUT");
  REQUIRE(f.sessions.EndAll(context, first.user.id, AuthFixture::Deadline()).ok());
  CHECK_FALSE(f.Works(second.tokens->access_token));
  CHECK(f.Works(other.tokens->access_token));
}

TEST_CASE("nobody ends a session of somebody else, or one that is over") {
  Fixture f;
  const auto mine = f.MustRegister("Clínica Uno");
  const auto other = f.MustRegister("Clínica Dos", "otra@example.com");
  const auto context = AuthFixture::ContextOf(mine.tenant->id);
  const auto theirs = f.Resolve(absl::StrCat("Bearer ", other.tokens->access_token))->session_id;
  const auto end = [&](const core::Ulid& user, const core::Ulid& id) {
    return ReasonOf(f.sessions.End(context, user, id, AuthFixture::Deadline()));
  };
  CHECK(end(mine.user.id, theirs) == core::reason::kNotFound);
  CHECK(f.Works(other.tokens->access_token));
  CHECK(end(other.user.id, theirs) == "");
  CHECK(end(other.user.id, theirs) == core::reason::kNotFound);
}

TEST_CASE("a person sees the sessions that go on, in all of its clinics") {
  Fixture f;
  const auto first = f.MustRegister("Clínica Uno");
  const auto second = f.MustRegister("Clínica Dos");
  f.MustRegister("Clínica Tres", "otra@example.com");
  auto seen = f.sessions.List(first.user.id, AuthFixture::Deadline());
  REQUIRE(seen.ok());
  REQUIRE(seen->size() == 2);
  CHECK((*seen)[0].tenant_name != (*seen)[1].tenant_name);
  CHECK((*seen)[0].ip.starts_with("203.0.113."));
  f.clock.Advance(absl::Minutes(15));
  seen = f.sessions.List(first.user.id, AuthFixture::Deadline());
  CHECK(seen->empty());
}

TEST_CASE("a new password ends the other sessions and opens what the old one opened") {
  Fixture f;
  PasswordService passwords(f.users, f.gate, f.throttle, f.clock);
  const auto made = f.MustRegister("Clínica");
  const auto other = f.Login("lucia@example.com", kPassword);
  const auto caller = f.Resolve(absl::StrCat("Bearer ", made.tokens->access_token));
  REQUIRE(caller.ok());
  auto context = AuthFixture::ContextOf(made.tenant->id);
  const auto change = [&](const std::string& present, const std::string& next) {
    return ReasonOf(passwords.Change(context, *caller, present, next, AuthFixture::Deadline()));
  };
  const std::string next = "ocho garzas junto al río";
  CHECK(change("not the password", next) == core::reason::kSignInRefused);
  CHECK(change(kPassword, "too short") == core::reason::kFieldViolation);
  CHECK(change(kPassword, kPassword) == core::reason::kFieldViolation);
  CHECK(f.Works(other->tokens->access_token));
  CHECK(change(kPassword, next) == "");
  CHECK(f.Works(made.tokens->access_token));
  CHECK_FALSE(f.Works(other->tokens->access_token));
  CHECK_FALSE(f.Refresh(other->tokens->refresh_token).ok());
  CHECK(f.EndOf(*made.tenant) == "PASSWORD_CHANGED");
  CHECK(ReasonOf(f.Login("lucia@example.com", kPassword).status()) == core::reason::kSignInRefused);
  CHECK(f.Login("lucia@example.com", next).ok());
}

TEST_CASE("what changes about a member counts at once, whatever the token says") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto bearer = absl::StrCat("Bearer ", made.tokens->access_token);
  f.Change(*made.tenant, "UPDATE memberships SET role = 'auditor'");
  const auto changed = f.Resolve(bearer);
  REQUIRE(changed.ok());
  CHECK(changed->role == authn::Role::kAuditor);
  CHECK(changed->scopes.empty());
  f.Change(*made.tenant, "UPDATE memberships SET active = false");
  CHECK_FALSE(f.Works(made.tokens->access_token));
  CHECK_FALSE(f.Refresh(made.tokens->refresh_token).ok());
}

}  // namespace
}  // namespace enlace::auth
