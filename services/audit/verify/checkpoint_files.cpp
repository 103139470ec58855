#include "services/audit/verify/checkpoint_files.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/audit/domain/checkpoint_text.h"

namespace enlace::audit::verify {
namespace {

const char* FaultOf(NoteState state) {
  switch (state) {
    case NoteState::kGood:
      break;
    case NoteState::kMalformed:
      return "is no checkpoint: the file was cut or changed";
    case NoteState::kUnknownKey:
      return "is signed by none of the given keys";
    case NoteState::kBadSignature:
      return "has a signature that is not its key's: it was changed or forged";
    case NoteState::kOtherTenant:
      return "is about another tenant";
  }
  return "";
}

auto Ranked(const Checkpoint& checkpoint) {
  return std::tie(checkpoint.size, checkpoint.root, checkpoint.head, checkpoint.time);
}

bool SameChain(const Checkpoint& a, const Checkpoint& b) {
  return a.size == b.size && a.root == b.root && a.head == b.head;
}

}  // namespace

std::string CheckpointName(const Checkpoint& checkpoint) {
  return absl::StrCat("the checkpoint of ", checkpoint.size,
                      checkpoint.size == 1 ? " record" : " records", ", signed for ",
                      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", checkpoint.time, absl::UTCTimeZone()));
}

void CheckpointFiles::Read(std::istream& file, const std::string& name, Findings& findings) {
  std::size_t number = 0;
  ReadNotes(file, [&](const std::string& note, std::size_t) {
    Open(note, absl::StrCat("note ", ++number, " of ", name), findings);
  });
}

void CheckpointFiles::Open(const std::string& note, const std::string& where, Findings& findings) {
  const auto opened = OpenCheckpoint(note, keys_, tenant_id_);
  const auto& checkpoint = opened.checkpoint;
  if (opened.state != NoteState::kGood) {
    findings.Add(
        checkpoint ? checkpoint->size - 1 : 0,
        absl::StrCat(where, checkpoint ? absl::StrCat(" (", CheckpointName(*checkpoint), ")") : "",
                     " ", FaultOf(opened.state)));
    return;
  }
  if (!tenant_id_) tenant_id_ = checkpoint->tenant_id;
  checkpoints_.push_back(*checkpoint);
}

std::vector<Checkpoint> CheckpointFiles::Take(Findings& findings) {
  std::sort(checkpoints_.begin(), checkpoints_.end(),
            [](const auto& a, const auto& b) { return Ranked(a) < Ranked(b); });
  checkpoints_.erase(std::unique(checkpoints_.begin(), checkpoints_.end(), SameChain),
                     checkpoints_.end());
  for (std::size_t i = 1; i < checkpoints_.size(); ++i) {
    const auto& one = checkpoints_[i - 1];
    const auto& other = checkpoints_[i];
    if (one.size != other.size) continue;
    findings.Add(one.size - 1,
                 absl::StrCat("two chains: ", CheckpointName(one), ", and ", CheckpointName(other),
                              " differ: records were changed between them, or a backup "
                              "was restored and went on"));
  }
  return std::exchange(checkpoints_, {});
}

}  // namespace enlace::audit::verify
