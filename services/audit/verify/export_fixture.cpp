#include "services/audit/verify/export_fixture.h"

#include <sstream>

#include "services/audit/domain/canonical_event.h"
#include "services/audit/domain/merkle_tree.h"

namespace enlace::audit::verify::testing {
namespace {

CheckpointKey::Seed SeedOf(std::string_view name) { return Sha256({name}); }

}  // namespace

const CheckpointKey& Key() {
  static const CheckpointKey kKey(SeedOf("ours"));
  return kKey;
}

const CheckpointKey& OtherKey() {
  static const CheckpointKey kKey(SeedOf("another"));
  return kKey;
}

Exported Chain(std::vector<ExportLine> records, const std::vector<std::size_t>& sizes) {
  Exported exported{.lines = std::move(records)};
  Renumber(exported.lines);
  Rehash(exported.lines, 0, exported.lines.size());
  RightEdge edge;
  for (const auto& line : exported.lines) {
    edge.Append(line.entry_hash);
    for (const auto size : sizes) {
      if (size != edge.size()) continue;
      exported.checkpoints.push_back({.tenant_id = line.record.tenant_id,
                                      .size = size,
                                      .root = edge.root(),
                                      .head = line.entry_hash,
                                      .time = line.record.event.occurred_at});
    }
  }
  return exported;
}

void Renumber(std::vector<ExportLine>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i].position = i;
}

void Rehash(std::vector<ExportLine>& lines, std::size_t first, std::size_t end) {
  for (std::size_t i = first; i < end; ++i) {
    const auto previous = i == 0 ? Hash{} : lines[i - 1].entry_hash;
    lines[i].entry_hash = EntryHash(previous, lines[i].position, CanonicalBytes(lines[i].record));
  }
}

std::string ToNotes(const std::vector<Checkpoint>& checkpoints, const CheckpointKey& key) {
  std::string notes;
  for (const auto& checkpoint : checkpoints) notes += key.Sign(checkpoint);
  return notes;
}

absl::StatusOr<Report> Check(const std::string& ndjson, const std::string& notes) {
  std::istringstream exported(ndjson), file(notes);
  return VerifyExport(exported, {{.name = "clinic.checkpoints", .content = file}},
                      {Key().public_key()});
}

Report Check(const Exported& exported) {
  auto report = Check(ToNdjson(exported.lines), ToNotes(exported.checkpoints));
  return std::move(report).value();
}

}  // namespace enlace::audit::verify::testing
