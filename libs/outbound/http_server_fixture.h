#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace enlace::outbound {

// An HTTP server on 127.0.0.1 that answers every request the same and closes the connection.
class HttpServer {
 public:
  // `headers`: lines of the answer, each with its CRLF.
  explicit HttpServer(const std::string& status, const std::string& headers = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const;
  // Connections that were made to it so far.
  int connections() const { return connections_; }

 private:
  void Answer(int connection) const;

  const std::string answer_;
  const int listening_;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

}  // namespace enlace::outbound
