#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace enlace::rpc {

// What a handler of a server-streaming RPC answers by, on the fiber that it runs on. While it
// waits, other calls run: it keeps no database connection meanwhile.
template <typename Response>
class StreamWriter {
 public:
  virtual ~StreamWriter() = default;

  // Waits until gRPC has taken the message, which is when the caller has room for it: a slow caller
  // slows the handler. False: the stream is over, and the handler returns End().
  [[nodiscard]] virtual bool Write(const Response& message) = 0;

  // Waits as long, less if the caller goes. False as above. A handler that waits long does so in
  // parts: that the server stops is noticed between them.
  [[nodiscard]] virtual bool Pause(absl::Duration duration) = 0;

  // Why it is over: CANCELLED (the caller has gone), DEADLINE_EXCEEDED, UNAVAILABLE (the server
  // stops), or what the caller would be refused with now.
  virtual absl::Status End() const = 0;
};

}  // namespace enlace::rpc
