#include "services/audit/verify/checkpoint_walk.h"

#include "absl/strings/str_cat.h"
#include "services/audit/verify/checkpoint_files.h"

namespace enlace::audit::verify {

bool CheckpointWalk::Add(std::uint64_t position, const Hash& entry_hash) {
  if (whole_) edge_.Append(entry_hash);
  const auto size = position + 1;
  // Those of sizes within a gap.
  while (next_ < checkpoints_.size() && checkpoints_[next_].size < size) ++next_;
  const Checkpoint* agreed = nullptr;
  const Checkpoint* contradicted = nullptr;
  for (; next_ < checkpoints_.size() && checkpoints_[next_].size == size; ++next_) {
    const auto& checkpoint = checkpoints_[next_];
    const bool agrees =
        checkpoint.head == entry_hash && (!whole_ || checkpoint.root == edge_.root());
    (agrees ? agreed : contradicted) = &checkpoint;
  }
  if (agreed != nullptr) {
    AddAgreed(*agreed);
  } else if (contradicted != nullptr) {
    AddContradicted(*contradicted);
  }
  return agreed != nullptr && whole_;
}

void CheckpointWalk::AddAgreed(const Checkpoint& checkpoint) {
  if (contradiction_) {
    findings_.Add(contradiction_->first.size - 1,
                  absl::StrCat("two chains: the export agrees with ", CheckpointName(checkpoint),
                               ", but not with ", CheckpointName(contradiction_->first),
                               ": records were changed between them, or a backup was restored and "
                               "went on"));
    contradiction_.reset();
  }
  covered_ = checkpoint.size;
  ++agreed_;
}

void CheckpointWalk::AddContradicted(const Checkpoint& checkpoint) {
  if (contradiction_) {
    ++contradiction_->later;
  } else {
    contradiction_ = Contradiction{.first = checkpoint};
  }
}

void CheckpointWalk::Finish(std::uint64_t records) {
  if (contradiction_) {
    const auto& [first, later] = *contradiction_;
    findings_.Add(
        covered_,
        absl::StrCat(RecordsText(covered_, first.size - 1), " rewritten: the chain is not that of ",
                     CheckpointName(first), later == 0 ? "" : ", nor of later ones",
                     covered_ == 0
                         ? ""
                         : absl::StrCat("; up to record ", covered_ - 1, " it is as signed")));
  }
  if (next_ < checkpoints_.size()) {
    const auto& last = checkpoints_.back();
    findings_.Add(records,
                  absl::StrCat(RecordsText(records, last.size - 1), " missing at the end, which ",
                               CheckpointName(last),
                               ", covers: the end was cut off, or an older backup restored"));
  }
}

}  // namespace enlace::audit::verify
