#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libs/clinical/text.h"
#include "libs/core/error.h"

namespace enlace::appointment {

// Applies one sent field after the other to its target and collects what is wrong. A target changes
// only when its field was sent well-formed or is cleared. Absent: not sent. Not thread-safe.
class SentFields {
 public:
  // `clear_fields`: JSON names of the fields to be cleared.
  explicit SentFields(const std::vector<std::string>& clear_fields)
      : clear_(clear_fields.begin(), clear_fields.end()) {}

  // A text that there must be (EMPTY, CLEAR_FIELD, and what clinical::CheckText adds).
  void Text(std::string_view field, const std::optional<std::string>& sent,
            const clinical::TextRule& rule, std::string& target);
  // A whole number (RANGE, CLEAR_FIELD); nullopt when none was sent well-formed.
  std::optional<int> Number(std::string_view field, const std::optional<std::int32_t>& sent,
                            int least, int most);
  void Flag(std::string_view field, const std::optional<bool>& sent, bool& target);

  // For fields with rules of their own. The sent text of a field that can't be cleared, or can;
  // null when there is none, or it is empty, which is a violation (EMPTY).
  const std::string* Sent(std::string_view field, const std::optional<std::string>& sent);
  const std::string* SentClearable(std::string_view field, const std::optional<std::string>& sent);
  // Whether the field is to be cleared; a violation (CLEAR_FIELD) when it was sent as well.
  bool Cleared(std::string_view field, bool sent);

  // Adds REQUIRED where the field was not sent.
  void Require(std::string_view field, bool sent);

  std::vector<core::Violation>& violations() { return violations_; }

  // All violations; names to be cleared that no field bears are among them (CLEAR_FIELD).
  std::vector<core::Violation> Finish() &&;

 private:
  void Keep(std::string_view field);

  std::set<std::string, std::less<>> clear_;
  std::vector<core::Violation> violations_;
};

}  // namespace enlace::appointment
