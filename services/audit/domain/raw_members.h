#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enlace::audit {

// A member of a JSON object (RFC 8259), its value as it is written: numbers keep their digits.
struct RawMember {
  std::string name;
  // Points into the object's text.
  std::string_view value;
};

// The members of the object, in its order. Nullopt for what is no object. Finds where values end
// and does not judge what is in them. Needs no more stack for a deep one.
std::optional<std::vector<RawMember>> RawMembers(std::string_view object);

// The value of the first member of that name.
std::optional<std::string_view> RawValueOf(const std::vector<RawMember>& members,
                                           std::string_view name);

// What a string says, of its text with the quotes; nullopt for any other value.
std::optional<std::string> ReadString(std::string_view value);

}  // namespace enlace::audit
