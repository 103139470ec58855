#pragma once

#include <sys/types.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace enlace::mail {

// A Mailpit of its own on free ports of 127.0.0.1, which ends with this object: a mail server that
// keeps what it takes and shows it over HTTP. The program is what ENLACE_MAILPIT names.
class Mailpit {
 public:
  // `arguments` are added to the program's.
  explicit Mailpit(std::vector<std::string> arguments = {});
  ~Mailpit();
  Mailpit(const Mailpit&) = delete;
  Mailpit& operator=(const Mailpit&) = delete;

  // Ends it at once, and starts it again on the same ports, with nothing in it.
  void Kill();
  void Start();

  std::string SmtpUrl() const;
  // What GET `path` answers; throws when it is no 200.
  std::string Get(const std::string& path) const;
  // All messages in full, the newest first: /api/v1/message/{ID}.
  std::vector<nlohmann::json> Messages() const;

 private:
  bool Answers() const;

  std::vector<std::string> arguments_;
  int smtp_port_;
  int http_port_;
  pid_t pid_ = 0;
};

}  // namespace enlace::mail
