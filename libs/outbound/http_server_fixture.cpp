#include "libs/outbound/http_server_fixture.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "libs/outbound/loopback_fixture.h"

namespace enlace::outbound {

HttpServer::HttpServer(const std::string& status, const std::string& headers)
    : answer_("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n" + headers +
              "\r\n"),
      listening_(BoundSocket()) {
  if (listen(listening_, 8) != 0) throw std::runtime_error("the HTTP server can't listen");
  thread_ = std::thread([this] {
    for (int connection = 0; (connection = accept(listening_, nullptr, nullptr)) >= 0;) {
      ++connections_;
      Answer(connection);
      close(connection);
    }
  });
}

HttpServer::~HttpServer() {
  shutdown(listening_, SHUT_RDWR);  // ends the accept
  thread_.join();
  close(listening_);
}

int HttpServer::port() const { return PortOf(listening_); }

void HttpServer::Answer(int connection) const {
  std::string request;
  std::array<char, 1024> piece{};
  while (request.find("\r\n\r\n") == std::string::npos) {
    const auto size = recv(connection, piece.data(), piece.size(), 0);
    if (size <= 0) return;
    request.append(piece.data(), static_cast<std::size_t>(size));
  }
  send(connection, answer_.data(), answer_.size(), MSG_NOSIGNAL);
}

}  // namespace enlace::outbound
