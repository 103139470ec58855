#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/audit/verify/export_reader.h"
#include "services/audit/verify/findings.h"

namespace enlace::audit::verify {

// Whether records follow one another without gap, in order, each with the entry hash that it and
// the hash before it give. Holds nothing of the records but what is wrong. Not thread-safe.
class ChainWalk {
 public:
  // `findings` must outlive it.
  explicit ChainWalk(Findings& findings) : findings_(findings) {}

  enum class Place { kNext, kAfterGap, kOutOfOrder };
  // The export's lines as they come.
  Place Add(const ExportLine& line);

  // Says that the given entry hashes so far are those of a checkpoint: where they don't fit, the
  // records were changed.
  void ConfirmHashes() { confirmed_ = next_; }

  // How many records there are, with those that are missing.
  std::uint64_t next() const { return next_; }

  // Adds what only all lines show.
  void Finish() const;

 private:
  // Neighbours with the same fault.
  struct Mismatch {
    std::uint64_t first, last;
    // How much further on the records stood when they were chained; 0: not known.
    std::int64_t moved;
    bool masked;
  };
  struct Gap {
    std::uint64_t first, last;
  };
  void CheckHash(const ExportLine& line);
  void AddOutOfOrder(std::uint64_t position);
  std::string TextOf(const Mismatch& mismatch) const;

  Findings& findings_;
  std::uint64_t next_ = 0;
  // The entry hash before `next_` as the export gives it, so that one wrong hash is one finding;
  // absent after a gap.
  std::optional<Hash> previous_ = Hash{};
  std::uint64_t confirmed_ = 0;
  std::vector<Mismatch> mismatches_;
  std::vector<Gap> gaps_;
};

}  // namespace enlace::audit::verify
