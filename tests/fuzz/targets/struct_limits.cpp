#include "libs/clinical/text.h"
#include "libs/rpc/struct_json.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto sent = nlohmann::json::parse(input.rest(), nullptr, /*allow_exceptions=*/false);
  if (!sent.is_object()) return;
  google::protobuf::Struct message;
  rpc::ToStruct(sent, &message);
  std::vector<core::Violation> violations;
  const auto read = rpc::FromStruct(message, "customFields", violations);
  Holds(read.is_object(), "a Struct is read as an object");
  for (const auto& violation : violations) {
    Holds(violation.field.starts_with("customFields"), "a violation names the field");
    Holds(clinical::IsUtf8(violation.field), "the name of a field is text");
  }
  // What breaks a limit would leave an empty value, and the call is refused for it.
  if (!violations.empty()) return;
  rpc::ToStruct(read, &message);
  Holds(rpc::FromStruct(message, "customFields", violations) == read && violations.empty(),
        "what was read is read again");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
