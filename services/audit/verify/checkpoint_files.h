#pragma once

#include <istream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/audit/domain/checkpoint.h"
#include "services/audit/verify/findings.h"

namespace enlace::audit::verify {

// Checkpoints that are signed by a trusted key, from any number of files. Not thread-safe.
class CheckpointFiles {
 public:
  explicit CheckpointFiles(std::vector<CheckpointPublicKey> keys) : keys_(std::move(keys)) {}

  // Adds the notes of a file, one after another. What is no good note is a finding that names it by
  // `name` and its number in the file. All must be about the tenant of the first.
  void Read(std::istream& file, const std::string& name, Findings& findings);

  // Each once, the smallest first. Adds a finding for those of one size that differ.
  std::vector<Checkpoint> Take(Findings& findings);

  // Of whom they are; absent while there is none.
  const std::optional<core::Ulid>& tenant_id() const { return tenant_id_; }

 private:
  void Open(const std::string& note, const std::string& where, Findings& findings);

  const std::vector<CheckpointPublicKey> keys_;
  std::vector<Checkpoint> checkpoints_;
  std::optional<core::Ulid> tenant_id_;
};

// "the checkpoint of 128 records, signed for 2026-11-29T17:00:00Z".
std::string CheckpointName(const Checkpoint& checkpoint);

}  // namespace enlace::audit::verify
