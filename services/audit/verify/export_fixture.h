#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/audit/domain/checkpoint.h"
#include "services/audit/verify/export_reader.h"
#include "services/audit/verify/verifier.h"

namespace enlace::audit::verify::testing {

// For tests only.

inline constexpr std::size_t kRecords = 200;
// These are from before payloads were sealed.
inline constexpr std::size_t kInTheClear = 10;
// These are of November 2020, later ones of November 2026.
inline constexpr std::size_t kOfOldMonth = 50;
// Tells that November 2020 was dropped, whether it was or not.
inline constexpr std::size_t kTombstone = 190;

// A clinic's, and another's.
core::Ulid Clinic();
core::Ulid OtherClinic();

const CheckpointKey& Key();
const CheckpointKey& OtherKey();

// kRecords records that are not chained yet: every fourth (3, 7, …) is an access, the others write
// rows of five patients in turn. The same each time.
std::vector<ExportLine> Records(const core::Ulid& tenant_id = Clinic());

// The access at `position` as an access of somebody else's.
ExportLine OtherAccess(std::size_t position);

// An export, and what was signed when it grew.
struct Exported {
  std::vector<ExportLine> lines;
  std::vector<Checkpoint> checkpoints;
};

// Chains the records in their order, with checkpoints of `sizes`.
Exported Chain(std::vector<ExportLine> records,
               const std::vector<std::size_t>& sizes = {64, 128, 192});

// Gives the lines the positions of their places.
void Renumber(std::vector<ExportLine>& lines);
// Gives lines [first, end) the entry hashes of what they hold now.
void Rehash(std::vector<ExportLine>& lines, std::size_t first, std::size_t end);

std::string ToNdjson(const std::vector<ExportLine>& lines);
std::string ToNotes(const std::vector<Checkpoint>& checkpoints, const CheckpointKey& key = Key());

// What the verifier says of the texts, trusting Key().
absl::StatusOr<Report> Check(const std::string& ndjson, const std::string& notes);
Report Check(const Exported& exported);

}  // namespace enlace::audit::verify::testing
