#include "services/auth/domain/tenant_code.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace enlace::auth {
namespace {

constexpr std::size_t kMaxPrefix = 48;

// The letters of U+00C0 to U+00FF without their marks; `_` where the sign is no letter.
constexpr std::string_view kLatin1 =
    "AAAAAAACEEEEIIIIDNOOOOO_OUUUUYTS"
    "AAAAAAACEEEEIIIIDNOOOOO_OUUUUYTY";
// The letters of U+0100 to U+017F, likewise.
constexpr std::string_view kLatinExtendedA =
    "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLLLLL"
    "NNNNNNNNNOOOOOOOORRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";
static_assert(kLatin1.size() == 0x40 && kLatinExtendedA.size() == 0x80);

constexpr char kMark = '\0';

// The upper-case letter or digit that stands for a code point; `_` for any other sign, kMark for a
// combining mark (which follows its letter in decomposed text).
char Fold(char32_t c) {
  if (c < 0x80) {
    const auto ascii = static_cast<unsigned char>(c);
    return absl::ascii_isalnum(ascii) ? absl::ascii_toupper(ascii) : '_';
  }
  if (c >= 0xC0 && c <= 0xFF) return kLatin1[c - 0xC0];
  if (c >= 0x100 && c <= 0x17F) return kLatinExtendedA[c - 0x100];
  if (c >= 0x300 && c <= 0x36F) return kMark;
  return '_';
}

// Takes the first code point off valid UTF-8.
char32_t TakeCodePoint(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t c = length == 1 ? lead : lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length && i < text.size(); ++i) {
    c = (c << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  }
  text.remove_prefix(std::min(length, text.size()));
  return c;
}

}  // namespace

std::string TenantCodePrefix(std::string_view name) {
  std::string prefix;
  while (!name.empty()) {
    const char folded = Fold(TakeCodePoint(name));
    if (folded == kMark) continue;
    if (folded == '_' && (prefix.empty() || prefix.back() == '_')) continue;
    prefix.push_back(folded);
  }
  if (prefix.size() > kMaxPrefix) prefix.resize(kMaxPrefix);
  while (!prefix.empty() && prefix.back() == '_') prefix.pop_back();
  return prefix.empty() ? "TENANT" : prefix;
}

std::string MakeTenantCode(std::string_view prefix, std::int64_t number) {
  return absl::StrFormat("%s_%03d", std::string(prefix), number);
}

std::string SlugOfTenantCode(std::string_view tenant_code) {
  auto slug = absl::AsciiStrToLower(std::string(tenant_code));
  for (auto& c : slug) {
    if (c == '_') c = '-';
  }
  return slug;
}

}  // namespace enlace::auth
