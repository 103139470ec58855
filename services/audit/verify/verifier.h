#pragma once

#include <cstdint>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/audit/domain/checkpoint.h"
#include "services/audit/verify/findings.h"

namespace enlace::audit::verify {

// What a check of an export found. docs/audit-proof.md says what each finding means.
struct Report {
  Findings findings;
  // With those that were dropped, and those that are missing before others.
  std::uint64_t records = 0;
  std::uint64_t dropped = 0;
  std::size_t checkpoints = 0;
  std::size_t agreed = 0;
  // By the largest checkpoint that agrees.
  std::uint64_t covered = 0;
  // Payloads whose personal data was compared, and those that can't be opened with the export.
  std::uint64_t opened = 0;
  std::uint64_t closed = 0;
};

struct NamedFile {
  std::string name;
  std::istream& content;
};

// Checks an export (NDJSON, from the first record) against files of checkpoints. Reads line by
// line: memory grows with the checkpoints and with the rows that records tell of, not with the
// records. INVALID_ARGUMENT, naming the line, for a file that is no export; then nothing is known.
absl::StatusOr<Report> VerifyExport(std::istream& exported,
                                    const std::vector<NamedFile>& checkpoint_files,
                                    const std::vector<CheckpointPublicKey>& keys);

// Findings, notes, and a last line with counts, for people.
void Print(const Report& report, std::ostream& out);

}  // namespace enlace::audit::verify
