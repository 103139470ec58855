#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "services/audit/domain/checkpoint.h"
#include "services/audit/domain/merkle_tree.h"
#include "services/audit/verify/findings.h"

namespace enlace::audit::verify {

// Whether a chain is the one that its checkpoints tell of. Holds the tree's right edge. Not
// thread-safe.
class CheckpointWalk {
 public:
  // `checkpoints`: the smallest first. `findings` must outlive it.
  CheckpointWalk(std::vector<Checkpoint> checkpoints, Findings& findings)
      : checkpoints_(std::move(checkpoints)), findings_(findings) {}

  // Records before the next one are missing: from here no root can be known, but each entry hash
  // still proves what is before it.
  void Break() { whole_ = false; }

  // The next record. True if a checkpoint's root is that of the entry hashes so far.
  bool Add(std::uint64_t position, const Hash& entry_hash);

  // `records`: how many the export has.
  void Finish(std::uint64_t records);

  // How many records the checkpoints cover that agree.
  std::uint64_t covered() const { return covered_; }
  std::size_t agreed() const { return agreed_; }
  std::size_t count() const { return checkpoints_.size(); }

 private:
  // Checkpoints one after another that don't agree.
  struct Contradiction {
    Checkpoint first;
    std::size_t later = 0;
  };
  void AddAgreed(const Checkpoint& checkpoint);
  void AddContradicted(const Checkpoint& checkpoint);

  const std::vector<Checkpoint> checkpoints_;
  Findings& findings_;
  RightEdge edge_;
  bool whole_ = true;
  std::size_t next_ = 0;
  std::uint64_t covered_ = 0;
  std::size_t agreed_ = 0;
  std::optional<Contradiction> contradiction_;
};

}  // namespace enlace::audit::verify
