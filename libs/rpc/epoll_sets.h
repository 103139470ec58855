#pragma once

#include <vector>

namespace enlace::rpc {

// The epoll descriptors of this process, gRPC's among them, which it has no call to name. An epoll
// set is readable while a socket in it is, so that one set can wait for another (epoll(7)). Linux;
// empty where /proc is not mounted.
std::vector<int> EpollSets();

}  // namespace enlace::rpc
