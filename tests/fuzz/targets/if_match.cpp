#include "libs/core/version_match.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto match = core::VersionMatch::Parse(input.rest());
  if (!match.ok()) return;
  if (!match->NamesVersions()) {
    Holds(match->Check(1).ok(), "without versions any is meant");
    return;
  }
  for (const auto version : match->versions()) {
    Holds(match->Check(version).ok(), "a version that is named matches");
    const auto again = core::VersionMatch::Parse(core::EtagOf(version));
    Holds(again.ok() && again->Check(version).ok(), "a version's own tag matches it");
  }
  Holds(!match->CheckAbsent().ok(), "where there is no row nothing matches");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
