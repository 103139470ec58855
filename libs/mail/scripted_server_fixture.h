#pragma once

#include <map>
#include <string>
#include <string_view>
#include <thread>

namespace enlace::mail {

// A mail server on 127.0.0.1 that takes everything well but for one thing, one connection after
// another. Whoever is connected must leave before it ends.
class ScriptedServer {
 public:
  // `to`: what it answers differently: "" (the connection itself), "EHLO", "MAIL", "RCPT", "DATA",
  // "." (the mail) or "QUIT". An empty answer breaks the connection.
  ScriptedServer(const std::string& to, const std::string& answer);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::string Url() const;

 private:
  void Serve(int connection);
  // False when the connection is to break.
  bool Answer(int connection, std::string_view to) const;

  std::map<std::string, std::string, std::less<>> answers_;
  int listening_;
  std::thread thread_;
};

}  // namespace enlace::mail
