#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "libs/metrics/value_fixture.h"
#include "services/auth/domain/mail_relay.h"
#include "services/auth/storage/account_fixture.h"
#include "services/auth/storage/queue_depths.h"

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

struct Fixture : AccountFixture {
  KeptMails sent;
  metrics::Registry registry;

  std::unique_ptr<MailRelay> StartRelay() {
    return std::make_unique<MailRelay>(MailRelay::Parts{.mails = mails,
                                                        .sender = sent,
                                                        .tokens = tokens,
                                                        .public_url = "https://enlace.example",
                                                        .clock = clock,
                                                        .metrics = MailMetrics::In(registry)},
                                       absl::Milliseconds(20));
  }
  std::optional<DueMail> Claim() { return *mails.Claim(clock.Now(), Deadline()); }
};

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

TEST_CASE("what became of mails is in the metrics, and how many wait") {
  Fixture f;
  const auto waiting = [&] {
    auto transaction = f.platform->Begin(Fixture::Deadline());
    return (*transaction->RunAndCommit(storage::kMailsDepth, {}))[0].Int("waiting");
  };
  const auto outcomes = [&](const std::string& outcome) {
    return metrics::ValueOf(f.registry, "enlace_mails_total{outcome=\"" + outcome + "\"}");
  };
  int tries = 0;
  const auto try_once = [&](absl::Status answer) {
    f.sent.Answer(std::move(answer));
    const auto relay = f.StartRelay();
    REQUIRE(f.sent.Tried(++tries));
  };
  CHECK(waiting() == 0);
  f.MustRegister("Clínica");
  CHECK(waiting() == 1);

  try_once(absl::UnavailableError("no server"));
  CHECK(outcomes("failed") == 1);
  CHECK(waiting() == 1);

  f.clock.Advance(absl::Seconds(15));
  try_once(absl::InvalidArgumentError("550"));
  CHECK(outcomes("refused") == 1);
  CHECK(waiting() == 0);

  f.MustRegister("Clínica Dos", "eva@example.com");
  try_once(absl::OkStatus());
  CHECK(outcomes("sent") == 1);
  CHECK(outcomes("failed") == 1);
  CHECK(waiting() == 0);
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

}  // namespace
}  // namespace enlace::auth
