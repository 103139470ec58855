#include "libs/mail/scripted_server_fixture.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

#include "libs/outbound/loopback_fixture.h"

namespace enlace::mail {

ScriptedServer::ScriptedServer(const std::string& to, const std::string& answer)
    : answers_({{"", "220 hello"},
                {"EHLO", "250 hello"},
                {"MAIL", "250 yes"},
                {"RCPT", "250 yes"},
                {"DATA", "354 go on"},
                {".", "250 taken"},
                {"QUIT", "221 bye"}}),
      listening_(outbound::BoundSocket()) {
  answers_[to] = answer;
  if (listen(listening_, 8) != 0) throw std::runtime_error("the scripted server can't listen");
  thread_ = std::thread([this] {
    for (int connection = 0; (connection = accept(listening_, nullptr, nullptr)) >= 0;) {
      Serve(connection);
    }
  });
}

ScriptedServer::~ScriptedServer() {
  shutdown(listening_, SHUT_RDWR);  // ends the accept
  thread_.join();
  close(listening_);
}

std::string ScriptedServer::Url() const {
  return "smtp://127.0.0.1:" + std::to_string(outbound::PortOf(listening_));
}

void ScriptedServer::Serve(int connection) {
  const std::unique_ptr<FILE, int (*)(FILE*)> in(fdopen(connection, "r"), &fclose);
  bool in_mail = false;
  bool open = Answer(connection, "");
  char line[1024];
  while (open && std::fgets(line, sizeof line, in.get()) != nullptr) {
    const std::string_view text(line);
    if (in_mail && text != ".\r\n") continue;
    const auto to = in_mail ? text.substr(0, 1) : text.substr(0, 4);
    open = Answer(connection, to);
    in_mail = to == "DATA" && answers_.at("DATA").starts_with("354");
  }
}

bool ScriptedServer::Answer(int connection, std::string_view to) const {
  const auto answer = answers_.find(to);
  if (answer == answers_.end()) return false;
  const auto line = answer->second + "\r\n";
  return !answer->second.empty() && send(connection, line.data(), line.size(), MSG_NOSIGNAL) > 0;
}

}  // namespace enlace::mail
