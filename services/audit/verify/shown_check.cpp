#include "services/audit/verify/shown_check.h"

#include <sodium.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/audit/domain/canonical_event.h"
#include "services/audit/verify/members.h"

namespace enlace::audit::verify {
namespace {

using nlohmann::json;

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKey = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;

const unsigned char* Unsigned(const std::string& bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::optional<std::string> Open(const SealedEvent& record, const std::string& key) {
  const auto& payload = record.payload;
  if (key.size() != kKey || payload.size() < kNonce + kTag) return std::nullopt;
  const auto bound_to =
      IdBytes(record.tenant_id) + IdBytes(record.event.id) + IdBytes(record.person_id);
  std::string text(payload.size() - kNonce - kTag, '\0');
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(text.data()), nullptr, nullptr, Unsigned(payload) + kNonce,
      payload.size() - kNonce, Unsigned(bound_to), bound_to.size(), Unsigned(payload),
      Unsigned(key));
  return opened == 0 ? std::optional(std::move(text)) : std::nullopt;
}

// What a record from before payloads were sealed holds in the clear.
ShownTexts HeldInTheClear(const AuditEvent& event) {
  return {.actor_email = event.actor.email, .ip = event.ip, .user_agent = event.user_agent};
}

std::optional<ShownTexts> HeldIn(const std::string& payload) {
  const auto object = json::parse(payload, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return std::nullopt;
  absl::Status error;
  const Members members(object, error);
  ShownTexts held{.actor_email = members.Text("actorEmail"),
                  .ip = members.Text("ip"),
                  .user_agent = members.Text("userAgent")};
  return error.ok() ? std::optional(std::move(held)) : std::nullopt;
}

std::string Difference(const ShownTexts& shown, const ShownTexts& held) {
  if (shown == held) return {};
  return absl::StrCat("is shown with another ",
                      shown.actor_email != held.actor_email ? "e-mail of the actor"
                      : shown.ip != held.ip                 ? "address"
                                                            : "user agent",
                      " than it holds");
}

}  // namespace

ShownCheck CheckShown(const ExportLine& line) {
  const auto& record = line.record;
  if (record.payload.empty()) {
    return {.fault = Difference(line.shown, HeldInTheClear(record.event))};
  }
  if (line.payload_key.empty()) {
    return {.closed = true,
            .fault = line.shown.empty() ? "" : "shows personal data that no opened payload proves"};
  }
  const auto text = Open(record, line.payload_key);
  if (!text) return {.closed = true, .fault = "has a payload that its key does not open"};
  const auto held = HeldIn(*text);
  if (!held) return {.opened = true, .fault = "has a payload that is not as the document says"};
  return {.opened = true, .fault = Difference(line.shown, *held)};
}

}  // namespace enlace::audit::verify
