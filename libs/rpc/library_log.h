#pragma once

namespace enlace::rpc {

// Has gRPC and protobuf write what they have to say as lines of the service's own log
// (libs/core/log), in place of texts of their own on standard error. Call once, before other
// threads start.
void RouteLibraryLogs();

}  // namespace enlace::rpc
