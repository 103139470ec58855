#include "services/appointment/domain/sent_fields.h"

#include <utility>

#include "libs/core/reasons.h"

namespace enlace::appointment {

namespace violation = core::violation;

bool SentFields::Cleared(std::string_view field, bool sent) {
  const auto found = clear_.find(field);
  if (found == clear_.end()) return false;
  clear_.erase(found);
  if (sent) violations_.push_back(violation::ClearFieldSent(field));
  return true;
}

// Refuses to clear a field.
void SentFields::Keep(std::string_view field) {
  const auto found = clear_.find(field);
  if (found == clear_.end()) return;
  clear_.erase(found);
  violations_.push_back(violation::ClearField(field));
}

const std::string* SentFields::Sent(std::string_view field,
                                    const std::optional<std::string>& sent) {
  Keep(field);
  if (!sent) return nullptr;
  if (!clinical::Trim(*sent).empty()) return &*sent;
  violations_.push_back(violation::Empty(field));
  return nullptr;
}

const std::string* SentFields::SentClearable(std::string_view field,
                                             const std::optional<std::string>& sent) {
  if (!sent) return nullptr;
  if (!clinical::Trim(*sent).empty()) return &*sent;
  violations_.push_back(violation::EmptyClearable(field));
  return nullptr;
}

void SentFields::Text(std::string_view field, const std::optional<std::string>& sent,
                      const clinical::TextRule& rule, std::string& target) {
  const std::string* value = Sent(field, sent);
  if (value == nullptr) return;
  auto text = clinical::CheckText(*value, field, rule, violations_);
  if (!text.empty()) target = std::move(text);
}

std::optional<int> SentFields::Number(std::string_view field,
                                      const std::optional<std::int32_t>& sent, int least,
                                      int most) {
  Keep(field);
  if (!sent) return std::nullopt;
  if (*sent >= least && *sent <= most) return *sent;
  violations_.push_back(violation::Range(field, least, most));
  return std::nullopt;
}

void SentFields::Flag(std::string_view field, const std::optional<bool>& sent, bool& target) {
  Keep(field);
  if (sent) target = *sent;
}

void SentFields::Require(std::string_view field, bool sent) {
  if (!sent) violations_.push_back(violation::Required(field));
}

std::vector<core::Violation> SentFields::Finish() && {
  for (std::size_t i = 0; i < clear_.size(); ++i) {
    // The name comes from the caller: it is not repeated.
    violations_.push_back(violation::ClearFieldUnknown("clearFields"));
  }
  return std::move(violations_);
}

}  // namespace enlace::appointment
