#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/ascii.h"
#include "services/auth/storage/mfa_fixture.h"

namespace enlace::auth {
namespace {

using Fixture = MfaFixture;

TEST_CASE("staff signs in with a second factor, unless the clinic says otherwise") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  CHECK(f.MustLogin().next == SignInStep::kNone);
  f.RequireMfa(*made.tenant, true);
  const auto login = f.MustLogin();
  CHECK(login.next == SignInStep::kEnrollment);
  CHECK_FALSE(login.tokens);
  const auto enrolled = f.Enroll(login.mfa_token);
  REQUIRE(enrolled.signed_in.tokens);
  CHECK(f.Works(enrolled.signed_in.tokens->access_token));
  CHECK(enrolled.signed_in.recovery_codes.size() == 10);
}

TEST_CASE("an auditor needs a second factor in every clinic") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  f.Change(*made.tenant, "UPDATE memberships SET role = 'auditor'");
  CHECK(f.MustLogin().next == SignInStep::kEnrollment);
}

TEST_CASE("who has a second factor is asked for it everywhere") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  REQUIRE(f.Works(made.tokens->access_token));
  const auto enrolled = f.Enroll(made.mfa_token);
  // What was begun without it is over.
  CHECK_FALSE(f.Works(made.tokens->access_token));
  CHECK(f.EndOf(*made.tenant) == "MFA_ENABLED");
  const auto login = f.MustLogin();
  CHECK(login.next == SignInStep::kCode);
  CHECK_FALSE(login.tokens);
  const auto second = f.sign_ins.Register(
      f.Caller(), Fixture::Request("Clínica Dos", "lucia@example.com"), Fixture::Deadline());
  REQUIRE(second.ok());
  CHECK(second->next == SignInStep::kCode);
  CHECK_FALSE(second->tokens);
  f.clock.Advance(absl::Seconds(30));
  const auto verified = f.Verify(login.mfa_token, f.Code(enrolled.secret));
  REQUIRE(verified.ok());
  CHECK(f.Works(verified->tokens->access_token));
  CHECK(verified->recovery_codes.empty());
  CHECK(f.sign_ins
            .SwitchTenant(f.Caller(), made.user.id, made.tenant->id.ToString(), Fixture::Deadline())
            ->tokens);
}

TEST_CASE("of twenty who send one code at once one signs in") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto enrolled = f.Enroll(made.mfa_token);
  f.clock.Advance(absl::Seconds(30));
  const auto token = f.MustLogin().mfa_token;
  const auto code = f.Code(enrolled.secret);
  std::vector<db::TenantContext> callers;
  for (int i = 0; i < 20; ++i) callers.push_back(f.Caller());
  std::atomic<int> done = 0, refused = 0;
  std::vector<std::thread> racers;
  for (const auto& caller : callers) {
    racers.emplace_back([&] {
      const auto verified = f.mfa.Verify(caller, token, code, Fixture::Deadline());
      done += verified.ok() ? 1 : 0;
      // Beyond ten at once they are slowed down.
      const auto reason = ReasonOf(verified.status());
      refused += reason == core::reason::kMfaCodeInvalid || reason == core::reason::kTooManySignIns;
    });
  }
  for (auto& racer : racers) racer.join();
  CHECK(done == 1);
  CHECK(refused == 19);
}

TEST_CASE("a code is good for its step and those beside it, and none after a later one") {
  Fixture f;
  const auto enrolled = f.Enroll(f.MustRegister("Clínica").mfa_token);
  f.clock.Advance(absl::Minutes(5));
  const auto verify = [&](int steps) {
    return ReasonOf(f.Verify(f.MustLogin().mfa_token, f.Code(enrolled.secret, steps)).status());
  };
  CHECK(verify(-2) == core::reason::kMfaCodeInvalid);
  CHECK(verify(2) == core::reason::kMfaCodeInvalid);
  CHECK(verify(0) == "");
  CHECK(verify(-1) == core::reason::kMfaCodeInvalid);
  CHECK(verify(1) == "");
}

TEST_CASE("a recovery code signs in once, however it is typed") {
  Fixture f;
  const auto enrolled = f.Enroll(f.MustRegister("Clínica").mfa_token);
  auto typed = absl::AsciiStrToUpper(enrolled.signed_in.recovery_codes.front());
  typed.erase(5, 1);
  const auto token = f.MustLogin().mfa_token;
  CHECK(f.Verify(token, typed).ok());
  CHECK(ReasonOf(f.Verify(token, typed).status()) == core::reason::kMfaCodeInvalid);
  CHECK(f.Verify(token, enrolled.signed_in.recovery_codes.back()).ok());
}

TEST_CASE("a factor is exchanged only by who has it, and its recovery codes go with it") {
  Fixture f;
  const auto enrolled = f.Enroll(f.MustRegister("Clínica").mfa_token);
  const auto token = f.MustLogin().mfa_token;
  for (const char* code : {"", "000000", "xxxxx-xxxxx"}) {
    CHECK(ReasonOf(f.mfa.Enroll(token, code, Fixture::Deadline()).status()) ==
          core::reason::kMfaCodeInvalid);
  }
  const auto& codes = enrolled.signed_in.recovery_codes;
  const auto renewed = f.Enroll(token, codes[0]);
  CHECK(renewed.secret != enrolled.secret);
  CHECK(ReasonOf(f.Verify(token, codes[1]).status()) == core::reason::kMfaCodeInvalid);
  f.clock.Advance(absl::Seconds(30));
  CHECK(ReasonOf(f.Verify(f.MustLogin().mfa_token, f.Code(enrolled.secret)).status()) ==
        core::reason::kMfaCodeInvalid);
  CHECK(f.Verify(f.MustLogin().mfa_token, f.Code(renewed.secret)).ok());
}

TEST_CASE("a token of the first factor is good for five minutes, as it was made") {
  Fixture f;
  const auto enrolled = f.Enroll(f.MustRegister("Clínica").mfa_token);
  const auto token = f.MustLogin().mfa_token;
  auto changed = token;
  changed[30] = changed[30] == 'A' ? 'B' : 'A';
  for (const auto& wrong : {changed, std::string("x"), token + "A"}) {
    CHECK(ReasonOf(f.Verify(wrong, f.Code(enrolled.secret)).status()) ==
          core::reason::kMfaTokenInvalid);
  }
  f.clock.Advance(absl::Minutes(5) - absl::Seconds(1));
  CHECK(ReasonOf(f.Verify(token, "000000").status()) == core::reason::kMfaCodeInvalid);
  f.clock.Advance(absl::Seconds(1));
  CHECK(ReasonOf(f.Verify(token, f.Code(enrolled.secret)).status()) ==
        core::reason::kMfaTokenInvalid);
}

TEST_CASE("a token of the first factor is of no use once the password is another one") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto token = f.MustLogin().mfa_token;
  const auto stored = *f.users.Get(made.user.id, Fixture::Deadline());
  auto context = AuthFixture::ContextOf(made.tenant->id);
  REQUIRE(*f.users.ChangePassword(context, made.user.id, stored.password_hash, "another", {},
                                  f.clock.Now(), Fixture::Deadline()));
  CHECK(ReasonOf(f.mfa.Enroll(token, "", Fixture::Deadline()).status()) ==
        core::reason::kMfaTokenInvalid);
  CHECK(ReasonOf(f.Verify(token, "000000").status()) == core::reason::kMfaTokenInvalid);
}

TEST_CASE("a session alone makes nobody a second factor") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto switch_tenant = [&] {
    return f.sign_ins.SwitchTenant(f.Caller(), made.user.id, made.tenant->id.ToString(),
                                   Fixture::Deadline());
  };
  CHECK(switch_tenant()->mfa_token.empty());
  f.RequireMfa(*made.tenant, true);
  CHECK(switch_tenant()->next == SignInStep::kEnrollment);
  CHECK(switch_tenant()->mfa_token.empty());
}

TEST_CASE("a sign-in that was judged by another password begins no session") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  auto stored = *f.users.Get(made.user.id, Fixture::Deadline());
  const auto context = AuthFixture::ContextOf(made.tenant->id);
  CHECK(f.sessions.Begin(context, stored, Fixture::Deadline()).ok());
  stored.user.mfa_enabled_at = f.clock.Now();
  CHECK_FALSE(f.sessions.Begin(context, stored, Fixture::Deadline()).ok());
  stored.user.mfa_enabled_at.reset();
  stored.password_hash = "another";
  CHECK_FALSE(f.sessions.Begin(context, stored, Fixture::Deadline()).ok());
}

TEST_CASE("who guesses codes is slowed down") {
  Fixture f;
  f.Enroll(f.MustRegister("Clínica").mfa_token);
  const auto token = f.MustLogin().mfa_token;
  // From another address each time.
  const auto guess = [&] {
    return ReasonOf(f.mfa.Verify(f.Caller(), token, "000000", Fixture::Deadline()).status());
  };
  for (int i = 0; i < 10; ++i) CHECK(guess() == core::reason::kMfaCodeInvalid);
  CHECK(guess() == core::reason::kTooManySignIns);
}

TEST_CASE("the database holds neither the secret nor a recovery code in the clear") {
  Fixture f;
  const auto enrolled = f.Enroll(f.MustRegister("Clínica").mfa_token);
  const auto stored =
      f.Sql("SELECT secret::text AS secret, length(secret) AS size FROM mfa_factors");
  // A nonce and a tag beside the secret itself.
  CHECK(stored[0].Int("size") > 40);
  const auto codes = f.Sql(
      "SELECT string_agg(encode(code_hash, 'escape'), ' ') AS codes"
      " FROM recovery_codes");
  CHECK(codes[0].Text("codes").find(enrolled.signed_in.recovery_codes[0]) ==
        std::string_view::npos);
}

}  // namespace
}  // namespace enlace::auth
