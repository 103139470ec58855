#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "libs/core/ulid.h"
#include "libs/db/database.h"
#include "services/audit/domain/chain.h"
#include "services/audit/domain/merkle_tree.h"

namespace enlace::audit::storage {

// What one transaction appends to a tenant's chain. Not thread-safe.
class ChainAddition {
 public:
  // Appends leaves and nodes, and takes what they came from out of the queue.
  static const db::Statement kAppend;

  // `edge`: the chain's right edge, of head.size leaves.
  ChainAddition(const core::Ulid& tenant_id, const ChainHead& head, RightEdge edge);

  // Takes the next row of the queue: its seq, whether its record is gone or chained already, and
  // the record (storage/sealed_event_row.h).
  void Take(const db::Row& row);

  db::Params ToParams() const;
  int records() const { return static_cast<int>(ids_.size()); }
  int dropped() const { return dropped_; }

 private:
  const core::Ulid tenant_id_;
  const std::uint64_t begin_;
  Hash last_;
  RightEdge edge_;
  std::set<core::Ulid> seen_;
  int dropped_ = 0;
  std::vector<core::Ulid> ids_;
  std::vector<std::string> times_, leaves_, levels_, places_, nodes_, seqs_;
};

}  // namespace enlace::audit::storage
