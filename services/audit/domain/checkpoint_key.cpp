#include <sodium.h>

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "services/audit/domain/checkpoint.h"
#include "services/audit/domain/checkpoint_text.h"

namespace enlace::audit {
namespace {

using core::Absl;

static_assert(std::tuple_size_v<CheckpointPublicKey::Bytes> == crypto_sign_PUBLICKEYBYTES);
static_assert(std::tuple_size_v<CheckpointKey::Seed> == crypto_sign_SEEDBYTES);

constexpr std::size_t kIdBytes = 4;

const unsigned char* Unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// C2SP signed-note writes an Ed25519 key with a byte for its kind before it.
std::string KindAndKey(const CheckpointPublicKey::Bytes& bytes) {
  std::string text = "\x01";
  text.append(bytes.begin(), bytes.end());
  return text;
}

CheckpointPublicKey::Bytes PublicOf(const CheckpointKey::Seed& seed,
                                    std::array<std::uint8_t, 64>& secret) {
  static_assert(crypto_sign_SECRETKEYBYTES == 64);
  CheckpointPublicKey::Bytes bytes;
  crypto_sign_seed_keypair(bytes.data(), secret.data(), seed.data());
  return bytes;
}

}  // namespace

CheckpointPublicKey::CheckpointPublicKey(const Bytes& bytes)
    : bytes_(bytes),
      id_(BytesOf(Sha256({kCheckpointSigner, "\n", KindAndKey(bytes)})).substr(0, kIdBytes)) {}

std::optional<CheckpointPublicKey> CheckpointPublicKey::Parse(std::string_view text) {
  const auto key = text.rfind('+', kCheckpointSigner.size() + 1 + 2 * kIdBytes);
  if (key == std::string_view::npos) return std::nullopt;
  const auto decoded = FromBase64(text.substr(key + 1));
  Bytes bytes;
  if (!decoded || decoded->size() != 1 + bytes.size()) return std::nullopt;
  std::copy(decoded->begin() + 1, decoded->end(), bytes.begin());
  CheckpointPublicKey read(bytes);
  // One spelling only; also finds a wrong name, kind or id.
  return read.ToText() == text ? std::optional(std::move(read)) : std::nullopt;
}

std::string CheckpointPublicKey::ToText() const {
  return absl::StrCat(Absl(kCheckpointSigner), "+", absl::BytesToHexString(id_), "+",
                      ToBase64(KindAndKey(bytes_)));
}

bool CheckpointPublicKey::Verify(std::string_view text, std::string_view signature) const {
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(Unsigned(signature), Unsigned(text), text.size(),
                                     bytes_.data()) == 0;
}

CheckpointKey::CheckpointKey(const Seed& seed) : public_key_(PublicOf(seed, secret_)) {}

CheckpointKey::~CheckpointKey() { sodium_memzero(secret_.data(), secret_.size()); }

std::string CheckpointKey::Sign(const Checkpoint& checkpoint) const {
  const auto text = CheckpointText(checkpoint);
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, Unsigned(text),
                       text.size(), secret_.data());
  return absl::StrCat(text, "\n", Absl(kSignatureMark), Absl(kCheckpointSigner), " ",
                      ToBase64(public_key_.id() + signature), "\n");
}

}  // namespace enlace::audit
