#include <functional>
#include <map>
#include <string>

#include "enlace/patient/v1/patient.pb.h"
#include "libs/clinical/text.h"
#include "libs/rpc/kept_answer.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

using patient::v1::CreatePatientRequest;

// Names and values of custom fields, in turn.
CreatePatientRequest Request(Input parts, std::string_view key) {
  CreatePatientRequest request;
  request.set_idempotency_key(std::string(key));
  while (!parts.empty()) {
    const std::string name(parts.Line());
    auto& value = (*request.mutable_custom_fields()->mutable_fields())[name];
    value.set_string_value(std::string(parts.Line()));
  }
  return request;
}

// The same fields, put in from the last to the first.
CreatePatientRequest Reversed(const CreatePatientRequest& request) {
  CreatePatientRequest reversed;
  const auto& fields = request.custom_fields().fields();
  std::map<std::string, google::protobuf::Value, std::greater<>> sorted(fields.begin(),
                                                                        fields.end());
  for (const auto& [name, value] : sorted) {
    (*reversed.mutable_custom_fields()->mutable_fields())[name] = value;
  }
  return reversed;
}

// Two lines that are method and If-Match, and then the fields.
void Try(Input input) {
  // What is none does not get through protobuf's parser.
  if (!clinical::IsUtf8(input.rest())) return;
  const std::string method(input.Line()), if_match(input.Line());
  const auto request = Request(input, "first");
  const auto hash = rpc::HashOfCall(method, if_match, request);
  Holds(hash.size() == 32, "a hash has 32 bytes");
  Holds(rpc::HashOfCall(method, if_match, Request(input, "second")) == hash,
        "the idempotency key does not count");
  if (request.has_custom_fields()) {
    Holds(rpc::HashOfCall(method, if_match, Reversed(request)) == hash,
          "the order of fields does not count");
  }
  Holds(method == if_match || rpc::HashOfCall(if_match, method, request) != hash,
        "which part is which counts");
  Holds(rpc::HashOfCall(method + if_match, "", request) != hash || if_match.empty(),
        "where one part ends counts");
  auto other = request;
  other.set_first_name("a");
  Holds(rpc::HashOfCall(method, if_match, other) != hash, "what is asked counts");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
