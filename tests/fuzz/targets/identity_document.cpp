#include "libs/catalog/identity_document.h"
#include "libs/catalog/testing/sample_catalogs.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

// A line that is the type, and then the number.
void Try(Input input) {
  static const auto kCodes = catalog::testing::SampleCodes(absl::CivilDay(2026, 11, 21));
  const auto type = input.Line();
  std::vector<core::Violation> violations;
  const auto read = [&](std::string_view of, std::string_view number) {
    return catalog::ReadIdentityDocument(kCodes, of, number, "docTypeId", "docNumber", violations);
  };
  const auto document = read(type, input.rest());
  Holds(document.has_value() == violations.empty(), "a document is read or refused");
  if (!document) return;
  Holds(document->number.size() <= 50, "a number has its limit");
  Holds(read(document->type, document->number) == document, "the canonical form is read as it is");
  std::vector<core::Violation> warnings;
  catalog::CheckNewDocument(kCodes, *document, "docTypeId", "docNumber", violations, warnings);
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
