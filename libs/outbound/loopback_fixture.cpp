#include "libs/outbound/loopback_fixture.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace enlace::outbound {
namespace {

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<in_port_t>(port));
  return address;
}

}  // namespace

int BoundSocket() {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = Loopback(0);
  if (bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("no free port on 127.0.0.1");
  }
  return made;
}

int PortOf(int socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("a socket without a port");
  }
  return ntohs(address.sin_port);
}

int FreePort() {
  const int taken = BoundSocket();
  const int port = PortOf(taken);
  close(taken);
  return port;
}

bool Listens(int port) {
  const int end = socket(AF_INET, SOCK_STREAM, 0);
  const auto address = Loopback(port);
  const bool taken = connect(end, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(end);
  return taken;
}

}  // namespace enlace::outbound
