#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace enlace::core {

// A ULID (48 bits of Unix milliseconds, 80 random bits), kept in PostgreSQL as uuid and shown in
// the API as 26 characters of Crockford's base 32. Source: the ULID specification.
class Ulid {
 public:
  // The nil value: all bits zero. Never generated.
  constexpr Ulid() = default;

  // A new id for `now`, random in its lower 80 bits. Thread-safe.
  static Ulid Generate(absl::Time now);

  // Reads 26 characters, upper or lower case; nullopt on any other text and on a value above 128
  // bits. Crockford's aliases (I, L, O) are refused: an id has one spelling but for its case.
  static std::optional<Ulid> Parse(std::string_view text);

  // Reads PostgreSQL's uuid text (36 characters, hyphens).
  static std::optional<Ulid> FromUuid(std::string_view text);

  // 26 upper-case characters.
  std::string ToString() const;
  // 36 lower-case characters with hyphens.
  std::string ToUuid() const;

  // The millisecond it was made for.
  absl::Time Timestamp() const;

  bool IsNil() const { return *this == Ulid(); }

  friend constexpr auto operator<=>(const Ulid&, const Ulid&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const Ulid& id) {
    return H::combine(std::move(state), id.bytes_);
  }

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace enlace::core
