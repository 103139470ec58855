#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "libs/core/ulid.h"

namespace enlace::authn {

// The plaintext of an API key: `enl_<env>_<key id>_<secret>_<crc32>`.
//   env      dev, test or live
//   key id   ULID, 26 characters
//   secret   160 random bits, 32 characters of Crockford's base 32
//   crc32    8 hexadecimal digits over everything before the last underscore: a mistyped key is
//            refused without a query (it protects against typing errors, not against guessing)
struct ApiKey {
  std::string environment;
  core::Ulid id;
  std::string secret;

  // A new key with a fresh secret from the system's random source.
  static ApiKey Generate(std::string_view environment, const core::Ulid& id);

  // nullopt unless every part is well-formed and the checksum agrees.
  static std::optional<ApiKey> Parse(std::string_view plaintext);

  std::string Plaintext() const;

  // `enl_dev_01J…ABCD_…`: enough to recognize the key by, of no use to call with.
  std::string Redacted() const;
};

}  // namespace enlace::authn
