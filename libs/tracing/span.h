#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace enlace::tracing {

class Tracing;

// Whether it is a `traceparent` of W3C Trace Context, version 00. Ids of zeros only are none.
bool IsTraceparent(std::string_view text);

// Where in a trace something happens. It is handed on by whoever calls: nothing of it hangs on a
// thread, as fibers share those.
struct Place {
  // A `traceparent`; empty: in no trace.
  std::string traceparent;
  // Null: no spans are recorded. Not owned.
  Tracing* tracing = nullptr;

  // 32 hexadecimal digits, or none.
  std::string_view trace_id() const;
};

// A span from its making to its destruction; nothing, and at the cost of a null pointer, where
// spans are not recorded. What it can be told is a closed list: nothing that a caller sent is on
// it.
class Span {
 public:
  Span();
  Span(Span&&) noexcept;
  Span& operator=(Span&&) noexcept;
  ~Span();

  // True where spans are recorded; also of one that was not sampled.
  explicit operator bool() const { return recorded_ != nullptr; }
  // For what happens within the span. Only of one that is recorded.
  Place place() const;
  // How the RPC ended: a code of gRPC.
  void SetCode(int code);

 private:
  friend class Tracing;
  struct Recorded;
  explicit Span(std::unique_ptr<Recorded> recorded);
  std::unique_ptr<Recorded> recorded_;
};

// Of an RPC that this process answers. `sent` is its caller's traceparent: a new trace begins where
// it is none. `method`: "enlace.patient.v1.PatientService/GetPatient".
Span ServerSpan(Tracing* tracing, std::string_view sent, std::string_view method);
// Of an RPC that this process calls.
Span ClientSpan(const Place& place, std::string_view method);
// Of a transaction.
Span TransactionSpan(const Place& place, std::string_view database);

}  // namespace enlace::tracing
