#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "libs/mail/mail_sender.h"
#include "libs/mail/mailbox.h"
#include "libs/outbound/guard.h"

namespace enlace::mail {

struct SmtpOptions {
  // smtp://host:port, or smtps://host:port for TLS from the first byte on.
  std::string url;
  Mailbox from;
  // Empty: the server wants none.
  std::string user;
  std::string password;
  // With smtp://: nothing is sent before STARTTLS. Certificates are always verified.
  bool require_tls = true;
  // The server may be at an address that is not public when it is one of these.
  std::vector<outbound::Endpoint> private_endpoints = {};
};

// True for the two kinds of URL that SmtpOptions takes.
bool IsSmtpUrl(std::string_view url);

// Sends by libcurl, one mail after another over one connection, which it keeps for the next one and
// opens again when it broke. A mail takes 10 seconds at most, 5 of them for the connection.
// Thread-safe: who comes second waits. The process must ignore SIGPIPE, as rpc::BlockSignals does:
// a TLS connection that broke would raise it. A server that may not be called is unavailable, and
// the status says why.
class SmtpSender final : public MailSender {
 public:
  explicit SmtpSender(SmtpOptions options);

  absl::Status Send(const Mail& mail) override;

 private:
  void ConfigureHandle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const SmtpOptions options_;
  absl::Mutex mutex_;
  outbound::Guard guard_ ABSL_GUARDED_BY(mutex_);
  // The one that the server's last answer is for: "MAIL", "RCPT" or "DATA".
  std::string_view command_ ABSL_GUARDED_BY(mutex_);
  // libcurl's easy handle, which holds the connection.
  const std::unique_ptr<void, void (*)(void*)> handle_ ABSL_PT_GUARDED_BY(mutex_);
};

}  // namespace enlace::mail
