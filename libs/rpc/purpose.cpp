#include "libs/rpc/purpose.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::rpc {
namespace {

constexpr std::string_view kBreakGlass = "ETREAT";
// As the gateway's callers write them.
constexpr std::string_view kOfUse = "X-Purpose-Of-Use";
constexpr std::string_view kReason = "X-Purpose-Reason";

constexpr char kHex[] = "0123456789ABCDEF";

int Digit(char c) {
  if (absl::ascii_isdigit(static_cast<unsigned char>(c))) return c - '0';
  return absl::ascii_tolower(static_cast<unsigned char>(c)) - 'a' + 10;
}

std::string PercentDecoded(std::string_view text) {
  const auto is_hex = [](char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); };
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%' || text.size() - i < 3 || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) {
      decoded.push_back(text[i]);
      continue;
    }
    decoded.push_back(static_cast<char>(Digit(text[i + 1]) * 16 + Digit(text[i + 2])));
    i += 2;
  }
  return decoded;
}

}  // namespace

bool Purpose::breaks_glass() const { return of_use == kBreakGlass; }

std::string Purpose::EncodedReason() const {
  std::string encoded;
  for (const char c : reason) {
    const auto byte = static_cast<unsigned char>(c);
    if (c != '%' && absl::ascii_isprint(byte)) {
      encoded.push_back(c);
    } else {
      encoded.append({'%', kHex[byte >> 4], kHex[byte & 0xF]});
    }
  }
  return encoded;
}

void Purpose::PassOn(grpc::ClientContext& outgoing) const {
  if (!of_use.empty()) outgoing.AddMetadata("x-purpose-of-use", std::string(of_use));
  if (!reason.empty()) outgoing.AddMetadata("x-purpose-reason", EncodedReason());
}

Purpose ReadPurpose(std::string_view of_use, std::string_view reason,
                    std::vector<core::Violation>& violations) {
  Purpose purpose;
  if (of_use.empty() && reason.empty()) return purpose;
  const auto known = std::find(kPurposes.begin(), kPurposes.end(), of_use);
  if (known != kPurposes.end()) {
    purpose.of_use = *known;
  } else if (of_use.empty()) {
    violations.push_back(core::violation::Required(kOfUse));
  } else {
    violations.push_back(core::violation::EnumValue(kOfUse, absl::StrJoin(kPurposes, ", ")));
  }
  purpose.reason = clinical::CheckText(
      PercentDecoded(reason), kReason,
      {.max_characters = kLongestPurposeReason, .required = purpose.breaks_glass()}, violations);
  return purpose;
}

}  // namespace enlace::rpc
