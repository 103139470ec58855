#include "services/audit/domain/payload.h"

#include <sodium.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/audit/domain/canonical_event.h"
#include "services/audit/domain/payload_text.h"

namespace enlace::audit {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

static_assert(std::tuple_size_v<PayloadKey> == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* Bytes(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// What the payload is bound to.
std::string PlaceOf(const SealedEvent& sealed) {
  return absl::StrCat(IdBytes(sealed.tenant_id), IdBytes(sealed.event.id),
                      IdBytes(sealed.person_id));
}

}  // namespace

PayloadKey NewPayloadKey() {
  PayloadKey key{};
  randombytes_buf(key.data(), key.size());
  return key;
}

SealedEvent SealEvent(const core::Ulid& tenant_id, const core::Ulid& person_id, AuditEvent event,
                      const PayloadKey& key) {
  const auto text = PayloadText(event);
  event.actor.email.clear();
  event.ip.clear();
  event.user_agent.clear();
  event.before_json.clear();
  event.after_json.clear();
  SealedEvent sealed{
      .tenant_id = tenant_id, .event = std::move(event), .person_id = person_id, .payload = {}};
  const auto place = PlaceOf(sealed);
  sealed.payload.resize(kNonceBytes + text.size() + kTagBytes);
  auto* const nonce = Bytes(sealed.payload);
  randombytes_buf(nonce, kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonceBytes, nullptr, Bytes(text), text.size(),
                                             Bytes(place), place.size(), nullptr, nonce,
                                             key.data());
  return sealed;
}

std::optional<AuditEvent> OpenEvent(const SealedEvent& sealed, const PayloadKey& key) {
  if (sealed.payload.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const auto place = PlaceOf(sealed);
  const auto* const nonce = Bytes(sealed.payload);
  std::string text(sealed.payload.size() - kNonceBytes - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(Bytes(text), nullptr, nullptr, nonce + kNonceBytes,
                                                 text.size() + kTagBytes, Bytes(place),
                                                 place.size(), nonce, key.data()) != 0) {
    return std::nullopt;
  }
  auto event = sealed.event;
  if (!ReadPayloadText(text, event)) return std::nullopt;
  return event;
}

}  // namespace enlace::audit
