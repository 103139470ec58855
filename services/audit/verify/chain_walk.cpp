#include "services/audit/verify/chain_walk.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "services/audit/domain/canonical_event.h"

namespace enlace::audit::verify {
namespace {

// How far a record is looked for from where it stands.
constexpr std::uint64_t kFarthest = 8;

std::int64_t MovedBy(const Hash& previous, const ExportLine& line, std::string_view canonical) {
  for (std::uint64_t by = 1; by <= kFarthest; ++by) {
    const auto distance = static_cast<std::int64_t>(by);
    if (EntryHash(previous, line.position + by, canonical) == line.entry_hash) return distance;
    if (line.position < by) continue;
    if (EntryHash(previous, line.position - by, canonical) == line.entry_hash) return -distance;
  }
  return 0;
}

std::uint64_t Plus(std::uint64_t position, std::int64_t distance) {
  return position + static_cast<std::uint64_t>(distance);
}

}  // namespace

ChainWalk::Place ChainWalk::Add(const ExportLine& line) {
  if (line.position < next_) {
    AddOutOfOrder(line.position);
    return Place::kOutOfOrder;
  }
  const bool after_gap = line.position > next_;
  if (after_gap) {
    gaps_.push_back({.first = next_, .last = line.position - 1});
    previous_.reset();
  }
  if (previous_ && !line.dropped) CheckHash(line);
  previous_ = line.entry_hash;
  next_ = line.position + 1;
  return after_gap ? Place::kAfterGap : Place::kNext;
}

void ChainWalk::CheckHash(const ExportLine& line) {
  const auto canonical = CanonicalBytes(line.record);
  if (EntryHash(*previous_, line.position, canonical) == line.entry_hash) return;
  const Mismatch mismatch{.first = line.position,
                          .last = line.position,
                          .moved = MovedBy(*previous_, line, canonical),
                          .masked = line.masked};
  if (!mismatches_.empty()) {
    auto& before = mismatches_.back();
    if (before.last + 1 == mismatch.first && before.moved == mismatch.moved &&
        before.masked == mismatch.masked) {
      before.last = mismatch.last;
      return;
    }
  }
  mismatches_.push_back(mismatch);
}

void ChainWalk::AddOutOfOrder(std::uint64_t position) {
  const auto gap = std::find_if(gaps_.begin(), gaps_.end(), [&](const Gap& g) {
    return g.first <= position && position <= g.last;
  });
  if (gap == gaps_.end()) {
    findings_.Add(position, absl::StrCat("record ", position, " is there again, after record ",
                                         next_ - 1, ": it was put in, or repeated"));
    return;
  }
  findings_.Add(position, absl::StrCat("record ", position, " stands after record ", next_ - 1,
                                       ": the order was changed"));
  const auto [first, last] = *gap;
  gaps_.erase(gap);
  if (first < position) gaps_.push_back({.first = first, .last = position - 1});
  if (position < last) gaps_.push_back({.first = position + 1, .last = last});
}

std::string ChainWalk::TextOf(const Mismatch& mismatch) const {
  const auto records = RecordsText(mismatch.first, mismatch.last);
  if (mismatch.moved != 0) {
    const auto distance = mismatch.moved < 0 ? -mismatch.moved : mismatch.moved;
    return absl::StrCat(
        records, " renumbered: chained as ",
        RecordsText(Plus(mismatch.first, mismatch.moved), Plus(mismatch.last, mismatch.moved)),
        "; before them ", distance, distance == 1 ? " was " : " were ",
        mismatch.moved > 0 ? "deleted" : "put in");
  }
  if (mismatch.masked) {
    return absl::StrCat(records,
                        " not checked: the export lacks what such old records hold of persons; "
                        "export as somebody who may see it");
  }
  if (mismatch.last < confirmed_) {
    return absl::StrCat(records, " edited: not what gave the entry hash that a checkpoint covers");
  }
  if (mismatch.first == mismatch.last && mismatch.first > 0) {
    return absl::StrCat(records, " edited, or the entry hash of record ", mismatch.first - 1,
                        " before it replaced: the two do not give its entry hash");
  }
  return absl::StrCat(records, " edited: not what gave the entry hash");
}

void ChainWalk::Finish() const {
  for (const auto& mismatch : mismatches_) findings_.Add(mismatch.first, TextOf(mismatch));
  for (const auto& gap : gaps_) {
    findings_.Add(gap.first, absl::StrCat(RecordsText(gap.first, gap.last), " deleted: missing"));
  }
}

}  // namespace enlace::audit::verify
