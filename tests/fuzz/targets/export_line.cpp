#include "services/audit/verify/export_reader.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto line = audit::verify::ReadExportLine(input.rest());
  if (!line.ok()) return;
  Holds(!line->record.tenant_id.IsNil(), "a line names its tenant");
  Holds(line->dropped || line->record.event.calls >= 0, "calls are counted");
  Holds(audit::verify::ReadExportLine(input.rest())->record.event.id == line->record.event.id,
        "a line is read the same each time");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
