#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "services/auth/domain/account_service.h"
#include "services/auth/domain/mail_relay.h"
#include "services/auth/storage/account_repository.h"
#include "services/auth/storage/sign_in_fixture.h"

namespace enlace::auth {
namespace {

// Keeps what it is given; answers `answer`.
class KeptMails final : public mail::MailSender {
 public:
  absl::Status Send(const mail::Mail& mail) override {
    absl::MutexLock lock(&mutex_);
    ++tries_;
    if (answer_.ok()) mails_.push_back(mail);
    return answer_;
  }
  void Answer(absl::Status answer) {
    absl::MutexLock lock(&mutex_);
    answer_ = std::move(answer);
  }
  // Waits for so many attempts.
  bool Tried(int tries) {
    absl::MutexLock lock(&mutex_);
    const auto enough = [&] { return tries_ >= tries; };
    return mutex_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(10));
  }
  std::vector<mail::Mail> mails() {
    absl::MutexLock lock(&mutex_);
    return mails_;
  }

 private:
  absl::Mutex mutex_;
  int tries_ = 0;
  absl::Status answer_;
  std::vector<mail::Mail> mails_;
};

struct Fixture : SignInFixture {
  storage::PostgresAccountRepository account_rows{*platform};
  AccountService accounts{{.users = users,
                           .mails = mails,
                           .accounts = account_rows,
                           .sign_ins = sign_ins,
                           .gate = gate,
                           .throttle = throttle,
                           .tokens = tokens,
                           .clock = clock}};
  KeptMails sent;

  std::unique_ptr<MailRelay> StartRelay() {
    return std::make_unique<MailRelay>(MailRelay::Parts{.mails = mails,
                                                        .sender = sent,
                                                        .tokens = tokens,
                                                        .public_url = "https://enlace.example",
                                                        .clock = clock},
                                       absl::Milliseconds(20));
  }
  std::optional<DueMail> Claim() { return *mails.Claim(clock.Now(), Deadline()); }
  absl::Status Forgot(const std::string& email) {
    // Ids of one moment have no order.
    clock.Advance(absl::Milliseconds(1));
    return accounts.ForgotPassword(Caller(), email, core::Language::kEnglish, Deadline());
  }
  // The token of the mail that was written last.
  std::string LastToken() {
    return tokens.Make(Sql("SELECT id FROM mails ORDER BY id DESC LIMIT 1")[0].Id("id"));
  }
  absl::Status Reset(const std::string& token, const std::string& password) {
    return accounts.ResetPassword(Caller(), token, password, core::Language::kEnglish, Deadline());
  }
};

const std::string kNewPassword = "ocho garzas junto al río";

TEST_CASE("a registration sends a link by which the e-mail is verified once") {
  Fixture f;
  const auto made = f.MustRegister("Clínica Santa Lucía");
  CHECK_FALSE(made.user.email_verified_at);
  {
    const auto relay = f.StartRelay();
    REQUIRE(f.sent.Tried(1));
  }
  const auto mail = f.sent.mails().at(0);
  CHECK(mail.to == "lucia@example.com");
  CHECK(mail.subject == "Confirme su correo");
  CHECK(mail.text.starts_with("Hola Lucía,"));
  const auto at = mail.text.find("https://enlace.example/m/");
  REQUIRE(at != std::string::npos);
  const auto token = mail.text.substr(at + 25, 56);
  CHECK(f.accounts.GetLink(token, Fixture::Deadline())->kind == MailKind::kVerifyEmail);
  CHECK(f.accounts.VerifyEmail(f.Caller(), token, Fixture::Deadline()).ok());
  CHECK(f.users.Get(made.user.id, Fixture::Deadline())->user.email_verified_at);
  const auto again = f.accounts.VerifyEmail(f.Caller(), token, Fixture::Deadline());
  CHECK(ReasonOf(again) == core::reason::kMailLinkInvalid);
  CHECK(f.Sql("SELECT count(*) AS n FROM outbox WHERE resource_type = 'User' AND action = 'UPDATE'"
              " AND tenant_id = $1",
              db::Params().Id(made.tenant->id))[0]
            .Int("n") == 1);
}

TEST_CASE("a mail that could not be sent is sent later, and none is sent twice") {
  Fixture f;
  f.MustRegister("Clínica");
  f.sent.Answer(absl::UnavailableError("no server"));
  const auto relay = f.StartRelay();
  REQUIRE(f.sent.Tried(1));
  f.sent.Answer(absl::OkStatus());
  f.clock.Advance(absl::Seconds(15));
  REQUIRE(f.sent.Tried(2));
  f.MustRegister("Clínica Dos", "eva@example.com");
  REQUIRE(f.sent.Tried(3));
  CHECK(f.sent.mails().size() == 2);
}

TEST_CASE("a mail that was claimed is due again later and later, until it expires") {
  Fixture f;
  f.MustRegister("Clínica");
  for (const auto pause : {15, 30, 60, 120, 240, 480, 600, 600}) {
    INFO(pause);
    REQUIRE(f.Claim());
    f.clock.Advance(absl::Seconds(pause) - absl::Milliseconds(1));
    CHECK_FALSE(f.Claim());
    f.clock.Advance(absl::Milliseconds(1));
  }
  f.clock.Advance(absl::Hours(72));
  CHECK_FALSE(f.Claim());
  CHECK_FALSE(*f.mails.DeleteExpired(f.clock.Now(), Fixture::Deadline()));
  CHECK(f.Sql("SELECT count(*) AS n FROM mails")[0].Int("n") == 0);
}

TEST_CASE("a mail that the server refuses for good is not tried again") {
  Fixture f;
  f.MustRegister("Clínica");
  f.sent.Answer(absl::InvalidArgumentError("550"));
  {
    const auto relay = f.StartRelay();
    REQUIRE(f.sent.Tried(1));
  }
  f.clock.Advance(absl::Hours(1));
  CHECK_FALSE(f.Claim());
}

TEST_CASE(
    "a forgotten password is asked for alike with and without a user, and sent to a user only") {
  Fixture f;
  f.MustRegister("Clínica");
  REQUIRE(f.Claim());
  CHECK(f.Forgot("lucia@example.com").ok());
  CHECK(f.Forgot("nobody@example.com").ok());
  std::map<std::string, bool> wanted;
  while (const auto due = f.Claim()) wanted[due->recipient] = due->wanted;
  CHECK(wanted ==
        std::map<std::string, bool>{{"lucia@example.com", true}, {"nobody@example.com", false}});
}

TEST_CASE("nobody's mailbox is filled by who asks again and again") {
  Fixture f;
  f.MustRegister("Clínica");
  const auto verification = f.Claim();
  REQUIRE(verification);
  CHECK(f.mails.Finish(verification->id, true, Fixture::Deadline()).ok());
  for (int i = 0; i < 8; ++i) {
    REQUIRE(f.Forgot("lucia@example.com").ok());
    f.clock.Advance(absl::Seconds(1));
  }
  const auto send = [&] {
    int wanted = 0;
    while (const auto due = f.Claim()) {
      wanted += due->wanted ? 1 : 0;
      CHECK(f.mails.Finish(due->id, due->wanted, Fixture::Deadline()).ok());
    }
    return wanted;
  };
  CHECK(send() == 5);
  // What was not sent keeps nobody's mail back for longer.
  f.clock.Advance(absl::Hours(1));
  REQUIRE(f.Forgot("lucia@example.com").ok());
  CHECK(send() == 1);
}

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
