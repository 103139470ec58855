#include "libs/clinical/npi.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::clinical {
namespace {

constexpr std::size_t kDigits = 10;
// What the prefix 80840 adds to Luhn's sum: its digits 8, 0, 8, 4, 0 with every second one doubled.
constexpr int kPrefixSum = 24;

}  // namespace

bool IsNpi(std::string_view text) {
  if (text.size() != kDigits || !std::all_of(text.begin(), text.end(), absl::ascii_isdigit)) {
    return false;
  }
  int sum = kPrefixSum;
  for (std::size_t i = 0; i < kDigits; ++i) {
    const int digit = text[i] - '0';
    const int doubled = digit * 2;
    // From the check digit on, which is the last, every second one is doubled.
    sum += i % 2 == 1 ? digit : doubled / 10 + doubled % 10;
  }
  return sum % 10 == 0;
}

std::optional<std::string> ReadNpi(std::string_view value, std::string_view field,
                                   std::vector<core::Violation>& violations) {
  const auto text = Trim(value);
  if (IsNpi(text)) return std::string(text);
  violations.push_back(core::violation::Npi(field));
  return std::nullopt;
}

}  // namespace enlace::clinical
