#pragma once

#include "absl/status/status.h"
#include "libs/mail/mail.h"

namespace enlace::mail {

// Hands mails over to a mail server. Implementations are thread-safe and block their thread.
class MailSender {
 public:
  virtual ~MailSender() = default;

  // OK once the server has taken it. UNAVAILABLE when it should be tried again: the server said so
  // (4yz), refuses everybody, or did not answer; it may have taken the mail all the same.
  // INVALID_ARGUMENT when this mail will never be taken: it is malformed, or the server refused its
  // recipient or its content for good (5yz). Messages are internal text, without the recipient's
  // address and without anything of the mail. Source of the codes: RFC 5321, section 4.2.1.
  virtual absl::Status Send(const Mail& mail) = 0;
};

}  // namespace enlace::mail
