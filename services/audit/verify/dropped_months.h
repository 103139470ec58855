#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/audit/verify/export_reader.h"
#include "services/audit/verify/findings.h"

namespace enlace::audit::verify {

// Whether records that are marked as dropped were: a record of type RETENTION comes later in the
// chain, is covered by a checkpoint, and names a month that may have held them. Not thread-safe.
class DroppedMonths {
 public:
  // How much later than its time a record may be chained. It bounds which records a month can have
  // held: those that come after a record of later than the month and this are none.
  static constexpr absl::Duration kLongestWay = absl::Hours(7 * 24);

  // The chain's records in their order.
  void Add(const ExportLine& line);

  // `covered`: how many records the checkpoints cover that the export agrees with.
  void Finish(std::uint64_t covered, Findings& findings) const;

  const std::optional<std::uint64_t>& first() const { return first_; }
  std::uint64_t count() const { return count_; }

 private:
  // Dropped records with none between them that is there.
  struct Run {
    std::uint64_t first, last;
    // The latest time of the records before them.
    absl::Time after;
  };
  struct Tombstone {
    std::uint64_t position;
    // When the last month that it tells of ended.
    absl::Time month_end;
  };
  void AddDropped(std::uint64_t position);

  std::vector<Run> runs_;
  std::vector<Tombstone> tombstones_;
  absl::Time latest_ = absl::InfinitePast();
  std::optional<std::uint64_t> first_;
  std::uint64_t count_ = 0;
};

// When the month of `YEARS_6_MONTH_2026_11` ended, UTC; nullopt for other texts.
std::optional<absl::Time> EndOfDroppedMonth(std::string_view reason);

}  // namespace enlace::audit::verify
