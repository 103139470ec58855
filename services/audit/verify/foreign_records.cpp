#include "services/audit/verify/foreign_records.h"

#include "absl/strings/str_cat.h"

namespace enlace::audit::verify {

bool ForeignRecords::Add(const ExportLine& line) {
  const auto& tenant_id = line.record.tenant_id;
  if (!tenant_id_) tenant_id_ = tenant_id;
  if (tenant_id == *tenant_id_) return false;
  if (!runs_.empty() && runs_.back().last + 1 == line.position &&
      runs_.back().tenant_id == tenant_id) {
    runs_.back().last = line.position;
  } else {
    runs_.push_back({.first = line.position, .last = line.position, .tenant_id = tenant_id});
  }
  return true;
}

void ForeignRecords::Finish(Findings& findings) const {
  for (const auto& run : runs_) {
    findings.Add(run.first, absl::StrCat(RecordsText(run.first, run.last), " of another tenant, ",
                                         run.tenant_id.ToString(), ": copied into this chain"));
  }
}

}  // namespace enlace::audit::verify
