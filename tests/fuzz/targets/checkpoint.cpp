#include <sstream>

#include "services/audit/domain/checkpoint_text.h"
#include "services/audit/verify/checkpoint_files.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

// The input as a file of notes, as a text that was signed, and as a verifier key.
void Try(Input input) {
  static const audit::CheckpointKey kKey(audit::CheckpointKey::Seed{7});
  const std::string text(input.rest());
  if (const auto key = audit::CheckpointPublicKey::Parse(text)) {
    Holds(key->ToText() == text, "a key has one spelling");
  }
  if (const auto checkpoint = audit::ReadCheckpointText(text)) {
    Holds(audit::CheckpointText(*checkpoint) == text, "a checkpoint has one spelling");
    const auto note = audit::OpenCheckpoint(kKey.Sign(*checkpoint), {kKey.public_key()}, {});
    Holds(note.state == audit::NoteState::kGood && note.checkpoint == checkpoint,
          "what is signed is opened");
  }
  audit::verify::Findings findings;
  audit::verify::CheckpointFiles files({kKey.public_key()});
  std::istringstream file(text);
  files.Read(file, "notes", findings);
  Holds(files.Take(findings).empty(), "nobody makes up a checkpoint");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
