#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "services/audit/domain/audit_event.h"
#include "services/audit/verify/findings.h"

namespace enlace::audit::verify {

// Whether the versions of every row that was written grow by one from 1: a gap shows a record that
// was lost before it was chained. Keeps some bytes for each row. Not thread-safe.
class RowVersions {
 public:
  void Add(std::uint64_t position, const AuditEvent& event);

  // `first_dropped`: the first record that was dropped; versions before what came later than it may
  // have been dropped with it.
  void Finish(const std::optional<std::uint64_t>& first_dropped, Findings& findings) const;

 private:
  // Versions that are all there.
  struct Span {
    std::int64_t first, last;
    // Of the record with `first`.
    std::uint64_t position;
  };
  // In order, with gaps between them.
  using Spans = absl::InlinedVector<Span, 1>;

  std::size_t TypeOf(const std::string& resource_type);
  static void Insert(Spans& spans, std::int64_t version, std::uint64_t position);

  std::vector<std::string> types_;
  absl::flat_hash_map<std::pair<std::size_t, core::Ulid>, Spans> rows_;
};

}  // namespace enlace::audit::verify
