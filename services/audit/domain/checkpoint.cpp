#include "services/audit/domain/checkpoint.h"

#include "services/audit/domain/checkpoint_text.h"

namespace enlace::audit {
namespace {

constexpr std::size_t kIdBytes = 4;

struct Signature {
  std::string_view signer;
  std::string key_id;
  std::string bytes;
};

// Reads `— <signer> <base64 of the key's id and the signature>`.
std::optional<Signature> ReadSignature(std::string_view line) {
  if (!line.starts_with(kSignatureMark)) return std::nullopt;
  line.remove_prefix(kSignatureMark.size());
  const auto space = line.find(' ');
  if (space == 0 || space == std::string_view::npos) return std::nullopt;
  const auto decoded = FromBase64(line.substr(space + 1));
  if (!decoded || decoded->size() <= kIdBytes) return std::nullopt;
  return Signature{line.substr(0, space), decoded->substr(0, kIdBytes), decoded->substr(kIdBytes)};
}

NoteState CheckSignatures(std::string_view text, std::string_view lines,
                          const std::vector<CheckpointPublicKey>& keys) {
  auto state = NoteState::kUnknownKey;
  if (lines.empty()) return NoteState::kMalformed;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    if (end == std::string_view::npos) return NoteState::kMalformed;
    const auto signature = ReadSignature(lines.substr(0, end));
    if (!signature) return NoteState::kMalformed;
    lines.remove_prefix(end + 1);
    if (signature->signer != kCheckpointSigner) continue;
    for (const auto& key : keys) {
      if (key.id() != signature->key_id) continue;
      if (!key.Verify(text, signature->bytes)) return NoteState::kBadSignature;
      state = NoteState::kGood;
    }
  }
  return state;
}

}  // namespace

OpenedNote OpenCheckpoint(std::string_view note, const std::vector<CheckpointPublicKey>& keys,
                          const std::optional<core::Ulid>& tenant_id) {
  const auto gap = note.find("\n\n");
  if (gap == std::string_view::npos) return {};
  const auto text = note.substr(0, gap + 1);
  const auto checkpoint = ReadCheckpointText(text);
  auto state = CheckSignatures(text, note.substr(gap + 2), keys);
  if (!checkpoint || state == NoteState::kMalformed) return {};
  if (state == NoteState::kGood && tenant_id && checkpoint->tenant_id != *tenant_id) {
    state = NoteState::kOtherTenant;
  }
  return {.state = state, .checkpoint = checkpoint};
}

}  // namespace enlace::audit
