#include "services/auth/domain/totp.h"

#include <oath.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace enlace::auth {
namespace {

constexpr unsigned kDigits = 6;

// All but the unreserved characters (RFC 3986, section 2.3).
std::string PercentEncoded(std::string_view text) {
  constexpr std::string_view kUnreservedMarks = "-._~";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || kUnreservedMarks.find(c) != std::string_view::npos) {
      encoded.push_back(c);
    } else {
      absl::StrAppendFormat(&encoded, "%%%02X", byte);
    }
  }
  return encoded;
}

// liboath wants it before all else, for where it was built on libgcrypt.
bool IsLibraryReady() {
  static const bool kReady = oath_init() == OATH_OK;
  return kReady;
}

bool IsCodeOfStep(std::string_view secret, std::string_view code, std::int64_t step) {
  if (!IsLibraryReady()) return false;
  // With the NUL that liboath writes behind it. A TOTP is the HOTP of its step (RFC 6238, section
  // 4.2). liboath's own validation stops at the first difference and the first match.
  std::array<char, kDigits + 1> expected{};
  const int result =
      oath_hotp_generate(secret.data(), secret.size(), static_cast<std::uint64_t>(step), kDigits,
                         /*add_checksum=*/false, OATH_HOTP_DYNAMIC_TRUNCATION, expected.data());
  return result == OATH_OK && sodium_memcmp(expected.data(), code.data(), kDigits) == 0;
}

}  // namespace

std::string NewTotpSecret() {
  std::string secret(kTotpSecretBytes, '\0');
  randombytes_buf(secret.data(), secret.size());
  return secret;
}

std::string TotpSecretText(std::string_view secret) {
  char* encoded = nullptr;
  std::size_t length = 0;
  // It fails only for want of memory.
  if (oath_base32_encode(secret.data(), secret.size(), &encoded, &length) != OATH_OK) {
    throw std::bad_alloc();
  }
  const std::unique_ptr<char, decltype(&std::free)> owner(encoded, &std::free);
  std::string text(encoded, length);
  text.erase(std::min(text.find('='), text.size()));
  return text;
}

std::string TotpUri(std::string_view secret, std::string_view account, std::string_view issuer) {
  const auto encoded_issuer = PercentEncoded(issuer);
  return absl::StrCat("otpauth://totp/", encoded_issuer, ":", PercentEncoded(account),
                      "?secret=", TotpSecretText(secret), "&issuer=", encoded_issuer,
                      "&algorithm=SHA1&digits=", kDigits,
                      "&period=", absl::ToInt64Seconds(kTotpPeriod));
}

bool IsTotpShape(std::string_view text) {
  return text.size() == kDigits && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isdigit(c);
         });
}

std::optional<std::int64_t> MatchTotp(std::string_view secret, std::string_view code,
                                      absl::Time now) {
  // A secret that got lost on its way would have codes that anybody can work out.
  if (secret.size() != kTotpSecretBytes || !IsTotpShape(code)) return std::nullopt;
  const auto current = absl::ToUnixSeconds(now) / absl::ToInt64Seconds(kTotpPeriod);
  std::optional<std::int64_t> matched;
  // To the end in any case, and upwards: were the earlier of two steps with one code kept as used,
  // the code would be good again for the later one.
  for (auto step = current - 1; step <= current + 1; ++step) {
    if (IsCodeOfStep(secret, code, step)) matched = step;
  }
  return matched;
}

}  // namespace enlace::auth
