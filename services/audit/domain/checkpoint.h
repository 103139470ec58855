#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "services/audit/domain/hash.h"

namespace enlace::audit {

// What a tenant's chain was at a time; docs/audit-proof.md shows its text.
struct Checkpoint {
  core::Ulid tenant_id;
  // How many records it covers: at least 1.
  std::uint64_t size = 0;
  // Of the tree over the first `size` records.
  Hash root{};
  // The entry hash at position size - 1.
  Hash head{};
  // Whole seconds; what is finer is dropped.
  absl::Time time;

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// Whom the signatures are of; also the first part of a note's first line.
inline constexpr std::string_view kCheckpointSigner = "enlace-audit";

// An Ed25519 public key. Source: C2SP signed-note. Thread-safe.
class CheckpointPublicKey {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  explicit CheckpointPublicKey(const Bytes& bytes);

  // Reads a verifier key, `enlace-audit+<8 hex digits>+<base64 of 0x01 || key>`; nullopt for any
  // other text, also when the digits aren't the key's id.
  static std::optional<CheckpointPublicKey> Parse(std::string_view text);
  std::string ToText() const;

  // The first 4 bytes of SHA-256 over the signer's name, a line feed, 0x01 and the key.
  const std::string& id() const { return id_; }
  bool Verify(std::string_view text, std::string_view signature) const;

 private:
  Bytes bytes_;
  std::string id_;
};

// Signs checkpoints with Ed25519 of libsodium. Thread-safe.
class CheckpointKey {
 public:
  using Seed = std::array<std::uint8_t, 32>;

  explicit CheckpointKey(const Seed& seed);
  ~CheckpointKey();
  CheckpointKey(const CheckpointKey&) = delete;
  CheckpointKey& operator=(const CheckpointKey&) = delete;

  // The signed note, which ends with a line feed; so notes may follow one another in a file.
  std::string Sign(const Checkpoint& checkpoint) const;
  const CheckpointPublicKey& public_key() const { return public_key_; }

 private:
  std::array<std::uint8_t, 64> secret_;
  CheckpointPublicKey public_key_;
};

enum class NoteState {
  kGood,
  // No text that Sign makes.
  kMalformed,
  // None of its signatures is by a key that is trusted.
  kUnknownKey,
  // A signature that claims to be by a trusted key isn't: the note was changed, or forged.
  kBadSignature,
  // Good, but about another tenant.
  kOtherTenant,
};

struct OpenedNote {
  NoteState state = NoteState::kMalformed;
  // What the note says, whatever its signatures; absent if malformed.
  std::optional<Checkpoint> checkpoint;
};

// Reads a note and checks its signatures by `keys`. Signatures by other keys (witnesses) are passed
// over, as C2SP asks. `tenant_id` absent: any tenant's is good.
OpenedNote OpenCheckpoint(std::string_view note, const std::vector<CheckpointPublicKey>& keys,
                          const std::optional<core::Ulid>& tenant_id);

}  // namespace enlace::audit
