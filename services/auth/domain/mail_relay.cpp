#include "services/auth/domain/mail_relay.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/log.h"
#include "services/auth/domain/mail_template.h"

namespace enlace::auth {
namespace {

constexpr absl::Duration kDatabaseTime = absl::Seconds(5);
constexpr absl::Duration kCleaning = absl::Hours(1);

absl::Time Deadline() { return absl::Now() + kDatabaseTime; }

void Warn(std::string_view what, const absl::Status& status) {
  const auto details = core::DetailsOf(status);
  core::Log(core::LogLevel::kWarning, what,
            {{"reason", details.reason}, {"cause", details.internal}});
}

}  // namespace

MailMetrics MailMetrics::In(metrics::Registry& registry) {
  const auto attempts = [&registry](const char* outcome) {
    return registry.AddCounter("enlace_mails_total", "Attempts to send a mail.",
                               {{"outcome", outcome}});
  };
  return {.sent = attempts("sent"), .refused = attempts("refused"), .failed = attempts("failed")};
}

MailRelay::MailRelay(Parts parts, absl::Duration poll)
    : parts_(std::move(parts)),
      thread_(
          [this] {
            Clean();
            return SendOne();
          },
          poll) {}

bool MailRelay::SendOne() {
  const auto due = parts_.mails.Claim(parts_.clock.Now(), Deadline());
  if (!due.ok()) {
    Warn("mails could not be read", due.status());
    return false;
  }
  if (!*due) return false;
  const auto& mail = **due;
  if (mail.wanted) {
    const auto link = absl::StrCat(parts_.public_url, "/m/", parts_.tokens.Make(mail.id));
    const auto sent = parts_.sender.Send(ComposeMail(mail, link));
    const auto kind = std::string(MailKindName(mail.kind));
    if (absl::IsInvalidArgument(sent)) {
      parts_.metrics.refused.Add();
      core::Log(
          core::LogLevel::kWarning, "a mail was refused for good",
          {{"mail", mail.id.ToString()}, {"kind", kind}, {"cause", std::string(sent.message())}});
    } else if (!sent.ok()) {
      parts_.metrics.failed.Add();
      core::Log(core::LogLevel::kWarning, "a mail could not be sent: it will be tried again",
                {{"mail", mail.id.ToString()},
                 {"kind", kind},
                 {"attempts", mail.attempts},
                 {"cause", std::string(sent.message())}});
      return true;
    } else {
      parts_.metrics.sent.Add();
    }
  }
  if (auto status = parts_.mails.Finish(mail.id, mail.wanted, Deadline()); !status.ok()) {
    Warn("a mail may be sent twice", status);
  }
  return true;
}

void MailRelay::Clean() {
  if (absl::Now() - cleaned_ < kCleaning) return;
  const auto left = parts_.mails.DeleteExpired(parts_.clock.Now(), Deadline());
  if (!left.ok()) Warn("expired mails could not be deleted", left.status());
  if (!left.ok() || !*left) cleaned_ = absl::Now();
}

}  // namespace enlace::auth
