#include "libs/core/version_match.h"

#include <algorithm>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::core {
namespace {

absl::Status Malformed() { return InvalidFields({violation::EtagFormat("If-Match")}); }

bool IsTagCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0x21 || (byte >= 0x23 && byte != 0x7f);
}

void SkipBlanks(std::string_view& text) {
  const auto first = text.find_first_not_of(" \t");
  text.remove_prefix(std::min(first, text.size()));
}

struct Tag {
  bool weak = false;
  std::string_view opaque;
};

// Takes the tag that `text` begins with off it.
std::optional<Tag> TakeTag(std::string_view& text) {
  Tag tag;
  if (text.starts_with("W/")) {
    tag.weak = true;
    text.remove_prefix(2);
  }
  if (!text.starts_with('"')) return std::nullopt;
  const auto end = text.find('"', 1);
  if (end == std::string_view::npos) return std::nullopt;
  tag.opaque = text.substr(1, end - 1);
  if (!std::all_of(tag.opaque.begin(), tag.opaque.end(), IsTagCharacter)) return std::nullopt;
  text.remove_prefix(end + 1);
  return tag;
}

}  // namespace

std::string EtagOf(std::int64_t version) { return absl::StrCat("\"", version, "\""); }

absl::StatusOr<VersionMatch> VersionMatch::Parse(std::string_view if_match) {
  VersionMatch match;
  SkipBlanks(if_match);
  if (if_match.empty()) return match;
  match.kind_ = Kind::kVersions;
  bool tag_allowed = true, tags = false;
  for (auto rest = if_match; !rest.empty(); SkipBlanks(rest)) {
    // Empty places of a list are allowed (RFC 9110, 5.6.1.2).
    if (rest.front() == ',') {
      tag_allowed = true;
      rest.remove_prefix(1);
      continue;
    }
    if (!tags && rest.front() == '*') {
      rest.remove_prefix(1);
      SkipBlanks(rest);
      if (!rest.empty()) return Malformed();
      match.kind_ = Kind::kAny;
      return match;
    }
    const auto tag = TakeTag(rest);
    if (!tag || !tag_allowed) return Malformed();
    tag_allowed = false;
    tags = true;
    std::int64_t version = 0;
    if (!tag->weak && absl::SimpleAtoi(Absl(tag->opaque), &version) &&
        absl::StrCat(version) == tag->opaque) {
      match.versions_.push_back(version);
    }
  }
  if (!tags) return Malformed();
  return match;
}

absl::Status VersionMatch::Check(std::int64_t version) const {
  if (kind_ != Kind::kVersions ||
      std::find(versions_.begin(), versions_.end(), version) != versions_.end()) {
    return absl::OkStatus();
  }
  return refusal::EtagMismatch();
}

absl::Status VersionMatch::CheckAbsent() const {
  if (kind_ == Kind::kNone) return absl::OkStatus();
  return refusal::EtagMismatchAbsent();
}

}  // namespace enlace::core
