#include "services/audit/storage/bytea.h"

#include <sodium.h>

namespace enlace::audit::storage {

std::string ByteaText(std::string_view bytes) {
  // With the NUL that libsodium writes behind it.
  std::string text(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                 bytes.size());
  text.pop_back();
  return text;
}

std::string ReadBytea(std::string_view text) {
  std::string bytes(text.size() / 2, '\0');
  std::size_t length = 0;
  if (sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                     text.size(), nullptr, &length, nullptr) != 0) {
    return "";
  }
  bytes.resize(length);
  return bytes;
}

}  // namespace enlace::audit::storage
