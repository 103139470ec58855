#include "libs/db/timestamp_text.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto time = db::ParseTimestamp(input.rest());
  // A server prints no day that does not exist, and nothing of Enlace's is later than 2200.
  if (!time || absl::ToCivilYear(*time, absl::UTCTimeZone()).year() > 9999) return;
  Holds(db::ParseTimestamp(db::FormatTimestamp(*time)) == time, "a time is read again");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
