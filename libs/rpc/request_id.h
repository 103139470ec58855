#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace enlace::rpc {

// The caller's request id when it has 8 to 64 characters of [A-Za-z0-9._-], a fresh ULID otherwise.
std::string RequestIdOrNew(std::string_view sent, absl::Time now);

// The trace id of a `traceparent` header (W3C Trace Context, version 00), or 32 random hexadecimal
// digits when it is absent or malformed.
std::string TraceIdOrNew(std::string_view traceparent);

// A `traceparent` of this trace with a fresh span id.
std::string MakeTraceparent(std::string_view trace_id);

// What was sent, or, where it is malformed, one that goes on with its trace or begins another.
std::string TraceparentOrNew(std::string_view sent);

}  // namespace enlace::rpc
