#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "libs/core/ulid.h"
#include "services/audit/verify/export_reader.h"
#include "services/audit/verify/findings.h"

namespace enlace::audit::verify {

// Which lines are of another tenant than the checkpoints; without any, than the first line. Not
// thread-safe.
class ForeignRecords {
 public:
  explicit ForeignRecords(const std::optional<core::Ulid>& tenant_id) : tenant_id_(tenant_id) {}

  // Whether the line is one.
  bool Add(const ExportLine& line);

  void Finish(Findings& findings) const;

 private:
  struct Run {
    std::uint64_t first, last;
    core::Ulid tenant_id;
  };

  std::optional<core::Ulid> tenant_id_;
  std::vector<Run> runs_;
};

}  // namespace enlace::audit::verify
