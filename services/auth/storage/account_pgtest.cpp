#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <thread>
#include <vector>

#include "services/auth/storage/account_fixture.h"

namespace enlace::auth {
namespace {

using Fixture = AccountFixture;

TEST_CASE("a link sets the password anew, once, and ends what was begun with the old one") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  REQUIRE(f.Works(made.tokens->access_token));
  REQUIRE(f.Forgot("lucia@example.com").ok());
  const auto older = f.LastToken();
  REQUIRE(f.Forgot("lucia@example.com").ok());
  const auto token = f.LastToken();
  CHECK(ReasonOf(f.Reset(token, "short")) == core::reason::kFieldViolation);
  REQUIRE(f.Reset(token, kNewPassword).ok());
  CHECK_FALSE(f.Works(made.tokens->access_token));
  CHECK(f.EndOf(*made.tenant) == "PASSWORD_RESET");
  CHECK(ReasonOf(f.Login("lucia@example.com", kPassword).status()) == core::reason::kSignInRefused);
  const auto renewed = f.Login("lucia@example.com", kNewPassword);
  REQUIRE(renewed.ok());
  CHECK(renewed->user.email_verified_at);
  for (const auto& spent : {token, older}) {
    CHECK(ReasonOf(f.Reset(spent, kPassword)) == core::reason::kMailLinkInvalid);
  }
  CHECK(f.Sql("SELECT count(*) AS n FROM mails WHERE kind = 'PASSWORD_CHANGED'")[0].Int("n") == 1);
}

TEST_CASE("who proves an address to be its own is rid of a stranger's second factor") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  const auto plant = [&] {
    f.Sql(
        "INSERT INTO mfa_factors (user_id, secret, last_step) VALUES ($1, 'x', 1)"
        " ON CONFLICT DO NOTHING",
        db::Params().Id(made.user.id));
    f.Change(*made.tenant, "UPDATE users SET mfa_enabled_at = now()");
  };
  plant();
  REQUIRE(f.Login("lucia@example.com", kPassword)->next == SignInStep::kCode);
  REQUIRE(f.Forgot("lucia@example.com").ok());
  REQUIRE(f.Reset(f.LastToken(), kNewPassword).ok());
  CHECK(f.Login("lucia@example.com", kNewPassword)->tokens);
  // Once the address is proven, a mail alone takes no factor away.
  plant();
  REQUIRE(f.Forgot("lucia@example.com").ok());
  REQUIRE(f.Reset(f.LastToken(), kPassword).ok());
  CHECK(f.Login("lucia@example.com", kPassword)->next == SignInStep::kCode);
}

TEST_CASE("a temporary password is good for its change, and its link for nothing afterwards") {
  Fixture f;
  const auto made = f.MustRegister("Clínica");
  f.Change(*made.tenant, "UPDATE users SET password_expires_at = '2030-01-01'");
  const auto second = f.sign_ins.Register(
      f.Caller(), Fixture::Request("Clínica Dos", "lucia@example.com"), Fixture::Deadline());
  CHECK(ReasonOf(second.status()) == core::reason::kSignInRefused);
  const auto one = f.Login("lucia@example.com", kPassword);
  const auto other = f.Login("lucia@example.com", kPassword);
  REQUIRE(one->next == SignInStep::kPasswordChange);
  CHECK_FALSE(one->tokens);
  REQUIRE(f.Reset(one->reset_token, kNewPassword).ok());
  CHECK(ReasonOf(f.Reset(other->reset_token, kPassword)) == core::reason::kMailLinkInvalid);
  // As it is when a sign-in that was under way gets its link afterwards.
  f.Sql("UPDATE mails SET used_at = NULL");
  CHECK(ReasonOf(f.Reset(other->reset_token, kPassword)) == core::reason::kMailLinkInvalid);
  CHECK_FALSE(f.Login("lucia@example.com", kNewPassword)->user.email_verified_at);
}

TEST_CASE("of many who use one link at once one succeeds") {
  Fixture f;
  f.MustRegister("Clínica");
  REQUIRE(f.Forgot("lucia@example.com").ok());
  const auto link = *f.accounts.GetLink(f.LastToken(), Fixture::Deadline());
  auto context = AuthFixture::ContextOf(link.tenant_id);
  std::atomic<int> done = 0;
  std::vector<std::thread> racers;
  for (int i = 0; i < 4; ++i) {
    racers.emplace_back([&, i] {
      const auto now = f.clock.Now();
      const auto reset = f.account_rows.ResetPassword(
          context, link, absl::StrCat("hash-", i),
          MakeMail(MailKind::kPasswordChanged, link.recipient, core::Language::kSpanish, now), now,
          Fixture::Deadline());
      if (reset.ok() && *reset) ++done;
    });
  }
  for (auto& racer : racers) racer.join();
  CHECK(done == 1);
}

TEST_CASE("a link is good for its hour, for its purpose, and only as it was sent") {
  Fixture f;
  f.MustRegister("Clínica");
  const auto verification = f.LastToken();
  CHECK(ReasonOf(f.Reset(verification, kNewPassword)) == core::reason::kMailLinkInvalid);
  REQUIRE(f.Forgot("lucia@example.com").ok());
  const auto token = f.LastToken();
  auto changed = token;
  changed[3] = changed[3] == 'A' ? 'B' : 'A';
  const auto others = MailTokens(*core::DataKeys::FromHex(std::string(64, 'd')));
  const auto forged = others.Make(*f.tokens.Read(token));
  const auto unknown = f.tokens.Make(core::Ulid::Generate(f.clock.Now()));
  for (const auto& wrong : {changed, forged, unknown, token + "A", std::string("x")}) {
    INFO(wrong);
    CHECK(ReasonOf(f.Reset(wrong, kNewPassword)) == core::reason::kMailLinkInvalid);
  }
  f.clock.Advance(absl::Hours(1));
  CHECK(ReasonOf(f.Reset(token, kNewPassword)) == core::reason::kMailLinkInvalid);
}

TEST_CASE("the database holds nothing that opens a link") {
  Fixture f;
  f.MustRegister("Clínica");
  const auto token = f.LastToken();
  const auto rows = f.Sql("SELECT m::text AS mail FROM mails m");
  CHECK(rows[0].Text("mail").find(token.substr(0, 20)) == std::string_view::npos);
}

}  // namespace
}  // namespace enlace::auth
