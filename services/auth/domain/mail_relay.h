#pragma once

#include <string>

#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "libs/core/repeating_thread.h"
#include "libs/mail/mail_sender.h"
#include "libs/metrics/registry.h"
#include "services/auth/domain/mail_link.h"
#include "services/auth/domain/mail_repository.h"

namespace enlace::auth {

// What became of attempts to send a mail. Made by default it counts nothing.
struct MailMetrics {
  static MailMetrics In(metrics::Registry& registry);

  // Taken by the mail server, refused by it for good, to be tried again.
  metrics::Counter sent, refused, failed;
};

// Sends the mails that wait, on a thread of its own. One that could not be sent is tried again
// until it expires; one that the server refuses for good is dropped. A kill between the sending and
// its note sends a mail twice, with one Message-ID; it loses none. Replicas may run at once.
class MailRelay {
 public:
  struct Parts {
    MailRepository& mails;
    mail::MailSender& sender;
    const MailTokens& tokens;
    // Where links lead to, without a slash at its end.
    std::string public_url;
    const core::Clock& clock;
    MailMetrics metrics = {};
  };
  // All parts must outlive it.
  explicit MailRelay(Parts parts, absl::Duration poll = absl::Milliseconds(500));

 private:
  // Sends one mail that is due, if there is one; whether there may be more.
  bool SendOne();
  void Clean();

  const Parts parts_;
  absl::Time cleaned_ = absl::InfinitePast();
  // Last: ends before what it works with.
  core::RepeatingThread thread_;
};

}  // namespace enlace::auth
