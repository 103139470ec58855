#include "services/audit/domain/raw_members.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace enlace::audit {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  // Whether `sign` is next; then it is passed.
  bool Take(char sign) {
    SkipBlanks();
    if (at_ == text_.size() || text_[at_] != sign) return false;
    ++at_;
    return true;
  }

  bool AtEnd() {
    SkipBlanks();
    return at_ == text_.size();
  }

  // The value that is next, without blanks around it.
  std::optional<std::string_view> Value() {
    SkipBlanks();
    const auto begin = at_;
    for (std::size_t depth = 0; at_ < text_.size(); ++at_) {
      const char sign = text_[at_];
      const bool closes = sign == '}' || sign == ']';
      if (depth == 0 && (closes || sign == ',' || sign == ':')) break;
      if (sign == '"' && !SkipString()) return std::nullopt;
      if (sign == '{' || sign == '[') ++depth;
      if (closes) --depth;
    }
    const auto value = text_.substr(begin, at_ - begin);
    const auto last = value.find_last_not_of(kBlanks);
    if (last == std::string_view::npos) return std::nullopt;
    return value.substr(0, last + 1);
  }

 private:
  void SkipBlanks() { at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size()); }

  // From its first quote to its last.
  bool SkipString() {
    while (++at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\') ++at_;
    }
    return at_ < text_.size();
  }

  const std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<RawMember>> RawMembers(std::string_view object) {
  Reader reader(object);
  std::vector<RawMember> members;
  if (!reader.Take('{')) return std::nullopt;
  bool more = !reader.Take('}');
  while (more) {
    const auto quoted = reader.Value();
    auto name = quoted ? ReadString(*quoted) : std::nullopt;
    if (!name || !reader.Take(':')) return std::nullopt;
    const auto value = reader.Value();
    if (!value) return std::nullopt;
    members.push_back({*std::move(name), *value});
    more = reader.Take(',');
    if (!more && !reader.Take('}')) return std::nullopt;
  }
  return reader.AtEnd() ? std::optional(std::move(members)) : std::nullopt;
}

std::optional<std::string_view> RawValueOf(const std::vector<RawMember>& members,
                                           std::string_view name) {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [name](const RawMember& member) { return member.name == name; });
  return found == members.end() ? std::nullopt : std::optional(found->value);
}

std::optional<std::string> ReadString(std::string_view value) {
  if (value.size() < 2 || value.front() != '"') return std::nullopt;
  if (value.find_first_of("\\\"", 1) == value.size() - 1 && value.back() == '"') {
    return std::string(value.substr(1, value.size() - 2));
  }
  const auto text = nlohmann::json::parse(value, nullptr, /*allow_exceptions=*/false);
  if (!text.is_string()) return std::nullopt;
  return text.get<std::string>();
}

}  // namespace enlace::audit
