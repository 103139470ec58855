#include <nlohmann/json.hpp>

#include "services/audit/domain/json_object.h"
#include "services/audit/domain/raw_members.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  audit::ReadString(input.rest());
  const auto members = audit::RawMembers(input.rest());
  if (members) {
    for (const auto& member : *members) Holds(!member.value.empty(), "a member has a value");
  }
  if (!audit::IsStorableJsonObject(input.rest())) return;
  Holds(members.has_value(), "what can be stored has members");
  const auto object = nlohmann::json::parse(input.rest());
  for (const auto& [name, value] : object.items()) {
    const auto raw = audit::RawValueOf(*members, name);
    Holds(raw.has_value(), "each member is found by its name");
    const bool text = audit::ReadString(*raw).has_value();
    Holds(text || !value.is_string() || members->size() > object.size(), "a text is read as one");
  }
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
