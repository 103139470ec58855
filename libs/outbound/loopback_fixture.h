#pragma once

namespace enlace::outbound {

// A socket that is bound to a port of 127.0.0.1 that nobody else has. The caller closes it.
int BoundSocket();
int PortOf(int socket);

// A port of 127.0.0.1 that nobody listens on.
int FreePort();
// True when somebody does.
bool Listens(int port);

}  // namespace enlace::outbound
