#include "services/auth/storage/hash_text.h"

#include <sodium.h>

namespace enlace::auth::storage {

std::string HashText(std::string_view hash) {
  std::string text(2 * hash.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(hash.data()),
                 hash.size());
  text.pop_back();
  return text;
}

std::string ReadHash(std::string_view text) {
  std::string hash(text.size() / 2, '\0');
  std::size_t length = 0;
  if (sodium_hex2bin(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), text.data(),
                     text.size(), nullptr, &length, nullptr) != 0) {
    return "";
  }
  hash.resize(length);
  return hash;
}

}  // namespace enlace::auth::storage
