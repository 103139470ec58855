#include "libs/rpc/request_id.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto sane = [](const std::string& id) {
    return id.size() >= 8 && id.size() <= 64 &&
           id.find_first_not_of(
               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
               "0123456789._-") == std::string::npos;
  };
  Holds(sane(rpc::RequestIdOrNew(input.rest(), absl::UnixEpoch())), "a request id is sane");
  const auto trace = rpc::TraceIdOrNew(input.rest());
  Holds(trace.size() == 32 && trace.find_first_not_of("0123456789abcdef") == std::string::npos,
        "a trace id is 32 hexadecimal digits");
  Holds(rpc::TraceIdOrNew(rpc::MakeTraceparent(trace)) == trace, "a trace goes on");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
