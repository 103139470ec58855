#include "libs/rpc/request_id.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/tracing/span.h"

namespace enlace::rpc {
namespace {

TEST_CASE("a well-formed request id is kept, any other is replaced") {
  const auto now = absl::FromUnixSeconds(1'800'000'000);
  CHECK(RequestIdOrNew("bot-42.run_7", now) == "bot-42.run_7");
  for (const auto& sent :
       {std::string(), std::string("short"), std::string("with space in"), std::string(65, 'a'),
        std::string("line\nbreak"), std::string("ñandúñandú")}) {
    CAPTURE(sent);
    CHECK(RequestIdOrNew(sent, now) != sent);
    CHECK(RequestIdOrNew(sent, now).size() == 26);
  }
}

TEST_CASE("the trace goes on where traceparent is well-formed") {
  const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  CHECK(TraceIdOrNew("00-" + trace + "-00f067aa0ba902b7-01") == trace);
  CHECK(TraceIdOrNew(MakeTraceparent(trace)) == trace);
  CHECK(MakeTraceparent(trace) != MakeTraceparent(trace));
}

TEST_CASE("a traceparent is passed on as it came where no span is recorded") {
  const std::string sent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
  CHECK(TraceparentOrNew(sent) == sent);
  CHECK(TraceparentOrNew("garbage") != TraceparentOrNew("garbage"));
  CHECK(tracing::IsTraceparent(TraceparentOrNew("garbage")));
}

TEST_CASE("a malformed traceparent starts a new trace") {
  for (const char* sent : {"", "garbage", "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"}) {
    CAPTURE(sent);
    const auto trace = TraceIdOrNew(sent);
    CHECK(trace.size() == 32);
    CHECK(trace != TraceIdOrNew(sent));
  }
}

}  // namespace
}  // namespace enlace::rpc
