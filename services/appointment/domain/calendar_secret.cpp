#include <sodium.h>

#include <array>

#include "absl/strings/escaping.h"
#include "libs/core/absl_view.h"
#include "services/appointment/domain/calendar_feed.h"

namespace enlace::appointment {
namespace {

constexpr std::size_t kIdDigits = 32;
constexpr std::size_t kIdBytes = kIdDigits / 2;
constexpr std::size_t kRandomBytes = 32;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kCharacters = 86;

std::string BytesOf(const core::Ulid& id) {
  std::string digits;
  for (const char c : id.ToUuid()) {
    if (c != '-') digits.push_back(c);
  }
  return absl::HexStringToBytes(digits);
}

std::optional<core::Ulid> IdOf(std::string_view bytes) {
  auto uuid = absl::BytesToHexString(core::Absl(bytes));
  for (const std::size_t place : {8, 13, 18, 23}) uuid.insert(place, "-");
  return core::Ulid::FromUuid(uuid);
}

}  // namespace

CalendarSecret CalendarSecret::Generate(const core::Ulid& tenant_id, const core::Ulid& feed_id) {
  std::array<char, kRandomBytes> random{};
  randombytes_buf(random.data(), random.size());
  auto raw = BytesOf(tenant_id) + BytesOf(feed_id);
  raw.append(random.data(), random.size());
  sodium_memzero(random.data(), random.size());
  return {tenant_id, feed_id, absl::WebSafeBase64Escape(raw)};
}

std::optional<CalendarSecret> CalendarSecret::Parse(std::string_view text) {
  std::string raw;
  if (text.size() != kCharacters || !absl::WebSafeBase64Unescape(core::Absl(text), &raw) ||
      raw.size() != 2 * kIdBytes + kRandomBytes) {
    return std::nullopt;
  }
  // The last character's unused bits.
  if (absl::WebSafeBase64Escape(raw) != text) return std::nullopt;
  const auto tenant = IdOf(std::string_view(raw).substr(0, kIdBytes));
  const auto feed = IdOf(std::string_view(raw).substr(kIdBytes, kIdBytes));
  if (!tenant || !feed || tenant->IsNil()) return std::nullopt;
  return CalendarSecret{*tenant, *feed, std::string(text)};
}

std::string CalendarSecret::Hash() const {
  std::string hash(kHashBytes, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  return absl::BytesToHexString(hash);
}

bool CalendarSecret::Matches(std::string_view hash) const {
  const auto own = Hash();
  return own.size() == hash.size() && sodium_memcmp(own.data(), hash.data(), own.size()) == 0;
}

}  // namespace enlace::appointment
