#include "services/audit/storage/checkpoint_files.h"

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "services/audit/domain/checkpoint_text.h"
#include "services/audit/storage/append_file.h"

namespace enlace::audit::storage {
namespace {

// Of the file's end: more than a note, with the signatures of witnesses, ever has.
constexpr std::size_t kTail = 4096;

// Bytes of `tail` up to the end of its last whole note, which is a line with a signature.
std::size_t EndOfNotes(std::string_view tail) {
  const auto signature = tail.rfind(absl::StrCat("\n", core::Absl(kSignatureMark)));
  if (signature == std::string_view::npos) return 0;
  const auto end = tail.find('\n', signature + 1);
  return end == std::string_view::npos ? EndOfNotes(tail.substr(0, signature)) : end + 1;
}

bool SameChain(const Checkpoint& a, const Checkpoint& b) {
  return a.size == b.size && a.root == b.root && a.head == b.head;
}

absl::Status Unreadable(const std::string& path) {
  return core::Internal(absl::StrCat(path, ": the last checkpoint can't be read"));
}

// The newest note, or nothing; what a crash left half written after it is taken away.
absl::StatusOr<std::string> LastNote(AppendFile& file, const std::string& path) {
  const auto tail = file.Tail(kTail);
  if (!tail.ok()) return tail.status();
  const auto end = EndOfNotes(*tail);
  if (end == 0 && file.size() > tail->size()) {
    return core::Internal(absl::StrCat(path, ": holds something else than checkpoints"));
  }
  if (end < tail->size()) {
    if (auto cut = file.Cut(file.size() - (tail->size() - end)); !cut.ok()) return cut;
  }
  const auto notes = std::string_view(*tail).substr(0, end);
  if (notes.empty()) return std::string();
  const auto begin = notes.rfind(kCheckpointOrigin);
  if (begin == std::string_view::npos) return Unreadable(path);
  return std::string(notes.substr(begin));
}

}  // namespace

std::string CheckpointFiles::PathOf(const core::Ulid& tenant_id) const {
  return absl::StrCat(directory_, "/", tenant_id.ToString(), ".checkpoints");
}

absl::StatusOr<SignedNote> CheckpointFiles::Append(const Checkpoint& checkpoint) {
  const auto path = PathOf(checkpoint.tenant_id);
  auto file = AppendFile::Open(path);
  if (!file.ok()) return file.status();
  const auto note = LastNote(*file, path);
  if (!note.ok()) return note.status();
  const auto last = OpenCheckpoint(*note, {key_.public_key()}, checkpoint.tenant_id);
  if (last.state == NoteState::kGood && SameChain(*last.checkpoint, checkpoint)) {
    // Who wrote it may have been killed before it was on the disk.
    if (auto synced = file->Sync(); !synced.ok()) return synced;
    return SignedNote{*note, last.checkpoint->time};
  }
  auto text = key_.Sign(checkpoint);
  if (auto appended = file->Append(text); !appended.ok()) return appended;
  return SignedNote{std::move(text), checkpoint.time};
}

absl::StatusOr<std::optional<Checkpoint>> CheckpointFiles::Last(const core::Ulid& tenant_id) {
  const auto path = PathOf(tenant_id);
  auto file = AppendFile::Open(path);
  if (!file.ok()) return file.status();
  const auto note = LastNote(*file, path);
  if (!note.ok()) return note.status();
  auto last = OpenCheckpoint(*note, {key_.public_key()}, tenant_id).checkpoint;
  if (!note->empty() && !last) return Unreadable(path);
  return last;
}

}  // namespace enlace::audit::storage
