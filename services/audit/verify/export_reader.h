#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/audit/domain/hash.h"
#include "services/audit/domain/sealed_event.h"

namespace enlace::audit::verify {

// What may tell of a person, as a line shows it to its reader; empty where it does not.
struct ShownTexts {
  std::string actor_email;
  std::string ip;
  std::string user_agent;

  bool empty() const { return actor_email.empty() && ip.empty() && user_agent.empty(); }
  friend bool operator==(const ShownTexts&, const ShownTexts&) = default;
};

// A line of an export.
struct ExportLine {
  std::uint64_t position = 0;
  // As the export gives it.
  Hash entry_hash{};
  // The record's month was dropped after its retention; of `record` only the tenant is known.
  bool dropped = false;
  // As it is stored, which is what the chain is over.
  SealedEvent record;
  // What the API shows in the event, which the chain is not over.
  ShownTexts shown;
  // Of the payload; empty for who may not see it, and after the person was erased.
  std::string payload_key;
  // The record is from before payloads were sealed, and the line lacks what it says of persons.
  bool masked = false;
};

// Reads a line of the NDJSON of an export: docs/audit-proof.md. Members that it does not know are
// passed over. INVALID_ARGUMENT, naming the member, for what no export holds.
absl::StatusOr<ExportLine> ReadExportLine(std::string_view text);

}  // namespace enlace::audit::verify
