#include "services/audit/verify/verifier.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/audit/verify/chain_walk.h"
#include "services/audit/verify/checkpoint_files.h"
#include "services/audit/verify/checkpoint_walk.h"
#include "services/audit/verify/dropped_months.h"
#include "services/audit/verify/export_reader.h"
#include "services/audit/verify/foreign_records.h"
#include "services/audit/verify/row_versions.h"
#include "services/audit/verify/shown_check.h"

namespace enlace::audit::verify {
namespace {

class Verifier {
 public:
  Verifier(std::vector<Checkpoint> checkpoints, const std::optional<core::Ulid>& tenant_id,
           Report& report)
      : report_(report),
        chain_(report.findings),
        checkpoints_(std::move(checkpoints), report.findings),
        foreign_(tenant_id) {}

  void Add(const ExportLine& line) {
    const bool foreign = foreign_.Add(line);
    AddToChain(line);
    if (line.dropped) return;
    if (!foreign) versions_.Add(line.position, line.record.event);
    AddShown(line);
  }

  void Finish() {
    chain_.Finish();
    foreign_.Finish(report_.findings);
    checkpoints_.Finish(chain_.next());
    dropped_.Finish(checkpoints_.covered(), report_.findings);
    versions_.Finish(dropped_.first(), report_.findings);
    report_.records = chain_.next();
    report_.dropped = dropped_.count();
    report_.checkpoints = checkpoints_.count();
    report_.agreed = checkpoints_.agreed();
    report_.covered = checkpoints_.covered();
  }

 private:
  void AddToChain(const ExportLine& line) {
    const auto place = chain_.Add(line);
    if (place == ChainWalk::Place::kOutOfOrder) return;
    if (place == ChainWalk::Place::kAfterGap) checkpoints_.Break();
    if (checkpoints_.Add(line.position, line.entry_hash)) chain_.ConfirmHashes();
    dropped_.Add(line);
  }

  void AddShown(const ExportLine& line) {
    const auto shown = CheckShown(line);
    if (shown.opened) ++report_.opened;
    if (shown.closed) ++report_.closed;
    if (shown.fault.empty()) return;
    report_.findings.Add(line.position, absl::StrCat("record ", line.position, " ", shown.fault));
  }

  Report& report_;
  ChainWalk chain_;
  CheckpointWalk checkpoints_;
  ForeignRecords foreign_;
  DroppedMonths dropped_;
  RowVersions versions_;
};

}  // namespace

absl::StatusOr<Report> VerifyExport(std::istream& exported,
                                    const std::vector<NamedFile>& checkpoint_files,
                                    const std::vector<CheckpointPublicKey>& keys) {
  Report report;
  CheckpointFiles files(keys);
  for (const auto& file : checkpoint_files) files.Read(file.content, file.name, report.findings);
  Verifier verifier(files.Take(report.findings), files.tenant_id(), report);

  std::string text;
  for (std::uint64_t number = 1; std::getline(exported, text); ++number) {
    if (text.empty()) continue;
    const auto line = ReadExportLine(text);
    if (!line.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, " of the export: ", std::string(line.status().message())));
    }
    verifier.Add(*line);
  }
  if (exported.bad()) return absl::InvalidArgumentError("the export cannot be read to its end");
  verifier.Finish();
  return report;
}

void Print(const Report& report, std::ostream& out) {
  const auto count = report.findings.count();
  const auto texts = report.findings.Texts();
  for (const auto& text : texts) out << "FOUND: " << text << "\n";
  if (count > texts.size()) out << "… and " << count - texts.size() << " more\n";
  if (report.records > report.covered) {
    out << "note: not yet covered by a checkpoint: " << report.records - report.covered << "\n";
  }
  if (report.closed > 0) out << "note: payloads that were not opened: " << report.closed << "\n";
  out << report.records << " records (" << report.dropped << " dropped after retention), "
      << report.agreed << " of " << report.checkpoints << " checkpoints agree, " << report.opened
      << " payloads compared, " << count << (count == 1 ? " finding\n" : " findings\n");
}

}  // namespace enlace::audit::verify
