#pragma once

#include <grpcpp/grpcpp.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::rpc {

// What a caller says that it looks at personal data for: the metadata x-purpose-of-use and
// x-purpose-reason. It is kept with the access record, and opens nothing that is closed without it.
struct Purpose {
  // One of kPurposes, empty where nothing is said.
  std::string_view of_use;
  // Why, in the caller's own words. Personal data.
  std::string reason;

  // ETREAT: care that can't wait. It must say why, and is told to whoever watches the log.
  bool breaks_glass() const;

  // The reason as metadata carry it.
  std::string EncodedReason() const;
  // Adds the metadata to a call to another service.
  void PassOn(grpc::ClientContext& outgoing) const;
};

// Codes of HL7's value set PurposeOfUse (v3-ActReason): treatment, emergency treatment, payment,
// operations, asked for by the patient, research, administration of the system.
inline constexpr std::array<const char*, 7> kPurposes = {"TREAT",  "ETREAT", "HPAYMT",   "HOPERAT",
                                                         "PATRQT", "HRESCH", "HSYSADMIN"};

// Characters of a reason.
inline constexpr std::size_t kLongestPurposeReason = 500;

// Reads the values of the metadata, each empty where absent. Violations: a purpose that is none of
// kPurposes (ENUM_VALUE), a reason without a purpose and ETREAT without a reason (REQUIRED), and
// what is no text of at most 500 characters. A reason may be percent-encoded UTF-8 (RFC 3986),
// because metadata is ASCII; a percent sign that begins no encoded byte stands for itself. Without
// values nothing is allocated.
Purpose ReadPurpose(std::string_view of_use, std::string_view reason,
                    std::vector<core::Violation>& violations);

}  // namespace enlace::rpc
