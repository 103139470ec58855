#pragma once

#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "libs/mail/mail_sender.h"
#include "services/auth/domain/mail_link.h"
#include "services/auth/domain/mail_repository.h"

namespace enlace::auth {

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
  };
  // All parts must outlive it.
  explicit MailRelay(Parts parts, absl::Duration poll = absl::Milliseconds(500));
  // Stops after the mail in hand.
  ~MailRelay();

 private:
  void Work();
  // Sends one mail that is due, if there is one; whether there may be more.
  bool SendOne();
  // False when it is time to stop.
  bool Rest(absl::Duration time);

  const Parts parts_;
  const absl::Duration poll_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace enlace::auth
