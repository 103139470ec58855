#include "libs/core/ulid.h"

#include <sodium.h>

namespace enlace::core {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view kHex = "0123456789abcdef";

// ISO C++ has no integer of 128 bits.
__extension__ using Uint128 = unsigned __int128;

int CrockfordValue(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const auto position = kAlphabet.find(c);
  return position == std::string_view::npos ? -1 : static_cast<int>(position);
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Ulid Ulid::Generate(absl::Time now) {
  Ulid id;
  auto millis = static_cast<std::uint64_t>(absl::ToUnixMillis(now));
  for (int i = 5; i >= 0; --i) {
    id.bytes_[i] = static_cast<std::uint8_t>(millis & 0xff);
    millis >>= 8;
  }
  randombytes_buf(id.bytes_.data() + 6, 10);
  return id;
}

std::optional<Ulid> Ulid::Parse(std::string_view text) {
  if (text.size() != 26) return std::nullopt;
  // 26 characters carry 130 bits: the first may only hold 3.
  if (CrockfordValue(text[0]) > 7) return std::nullopt;
  Ulid id;
  Uint128 value = 0;
  for (const char c : text) {
    const int digit = CrockfordValue(c);
    if (digit < 0) return std::nullopt;
    value = (value << 5) | static_cast<unsigned>(digit);
  }
  for (int i = 15; i >= 0; --i) {
    id.bytes_[i] = static_cast<std::uint8_t>(value & 0xff);
    value >>= 8;
  }
  return id;
}

std::optional<Ulid> Ulid::FromUuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Ulid id;
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int digit = HexValue(text[i]);
    if (digit < 0) return std::nullopt;
    auto& byte = id.bytes_[nibble / 2];
    byte = static_cast<std::uint8_t>((byte << 4) | digit);
    ++nibble;
  }
  return id;
}

std::string Ulid::ToString() const {
  Uint128 value = 0;
  for (const auto byte : bytes_) value = (value << 8) | byte;
  std::string text(26, '0');
  for (int i = 25; i >= 0; --i) {
    text[i] = kAlphabet[static_cast<std::size_t>(value & 31)];
    value >>= 5;
  }
  return text;
}

std::string Ulid::ToUuid() const {
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    text.push_back(kHex[bytes_[i] >> 4]);
    text.push_back(kHex[bytes_[i] & 15]);
  }
  return text;
}

absl::Time Ulid::Timestamp() const {
  std::int64_t millis = 0;
  for (int i = 0; i < 6; ++i) millis = (millis << 8) | bytes_[i];
  return absl::FromUnixMillis(millis);
}

}  // namespace enlace::core
