#pragma once

#include <algorithm>

#include "libs/authn/base64_url.h"
#include "libs/authn/token_key.h"

namespace enlace::authn {

// The key of RFC 8037, appendix A.1.
inline TokenKey RfcKey() {
  const auto bytes = *FromBase64Url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
  TokenKey::Seed seed;
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  return TokenKey(seed);
}

inline TokenKey OtherKey() {
  TokenKey::Seed seed;
  seed.fill(7);
  return TokenKey(seed);
}

}  // namespace enlace::authn
