#include "services/audit/verify/members.h"

#include <charconv>

#include "absl/strings/str_cat.h"
#include "libs/clinical/rfc3339.h"
#include "services/audit/domain/hash.h"

namespace enlace::audit::verify {

using nlohmann::json;

void Members::Refuse(const char* name, const char* expected) const {
  if (!error_.ok()) return;
  error_ = absl::InvalidArgumentError(absl::StrCat("\"", name, "\" is not ", expected));
}

const json* Members::Find(const char* name) const {
  const auto member = object_.find(name);
  return member == object_.end() ? nullptr : &*member;
}

const json& Members::Object(const char* name) const {
  static const json kNone = json::object();
  const auto* value = Find(name);
  if (value == nullptr) return kNone;
  if (value->is_object()) return *value;
  Refuse(name, "an object");
  return kNone;
}

std::string Members::Text(const char* name) const {
  const auto* value = Find(name);
  if (value == nullptr) return {};
  if (value->is_string()) return value->get<std::string>();
  Refuse(name, "a text");
  return {};
}

std::string Members::Bytes(const char* name) const {
  auto bytes = FromBase64(Text(name));
  if (bytes) return *std::move(bytes);
  Refuse(name, "base64");
  return {};
}

bool Members::Flag(const char* name) const {
  const auto* value = Find(name);
  if (value == nullptr) return false;
  if (!value->is_boolean()) Refuse(name, "true or false");
  return value->is_boolean() && value->get<bool>();
}

std::int64_t Members::Number(const char* name, std::int64_t absent) const {
  if (!Has(name)) return absent;
  const auto text = Text(name);
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && stop == end && number >= 0) return number;
  Refuse(name, "a number of 64 bits, as a text");
  return absent;
}

core::Ulid Members::ReadId(const char* name, const json& value) const {
  const auto id = value.is_string() ? core::Ulid::Parse(value.get_ref<const std::string&>())
                                    : std::optional<core::Ulid>();
  if (!id) Refuse(name, "an id");
  return id.value_or(core::Ulid());
}

core::Ulid Members::Id(const char* name) const {
  const auto* value = Find(name);
  return value == nullptr ? core::Ulid() : ReadId(name, *value);
}

std::vector<core::Ulid> Members::Ids(const char* name) const {
  std::vector<core::Ulid> ids;
  const auto* value = Find(name);
  if (value == nullptr) return ids;
  if (!value->is_array()) Refuse(name, "a list of ids");
  if (value->is_array()) {
    for (const auto& item : *value) ids.push_back(ReadId(name, item));
  }
  return ids;
}

absl::Time Members::Time(const char* name) const {
  std::vector<core::Violation> violations;
  const auto time = clinical::ReadTime(Text(name), name, violations);
  if (!time) Refuse(name, "a time of RFC 3339");
  return time.value_or(absl::InfinitePast());
}

}  // namespace enlace::audit::verify
