#include "services/appointment/domain/field_reader.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;

}  // namespace

FieldReader::FieldReader(const std::vector<std::string>& clear_fields)
    : clear_(clear_fields.begin(), clear_fields.end()) {}

bool FieldReader::Cleared(std::string_view field, bool sent) {
  const auto found = clear_.find(field);
  if (found == clear_.end()) return false;
  clear_.erase(found);
  if (sent) violations_.push_back(violation::ClearFieldSent(field));
  return true;
}

const std::string* FieldReader::Kept(std::string_view field, const Text& sent) {
  const auto found = clear_.find(field);
  if (found != clear_.end()) {
    clear_.erase(found);
    violations_.push_back(violation::ClearField(field));
    return nullptr;
  }
  if (!sent) return nullptr;
  if (!clinical::Trim(*sent).empty()) return &*sent;
  violations_.push_back(violation::Empty(field));
  return nullptr;
}

void FieldReader::Required(std::string_view field, const Text& sent, const clinical::TextRule& rule,
                           std::string& target) {
  const std::size_t before = violations_.size();
  if (const auto* value = Kept(field, sent)) {
    auto text = clinical::CheckText(*value, field, rule, violations_);
    if (!text.empty()) target = std::move(text);
  }
  if (target.empty() && violations_.size() == before) {
    violations_.push_back(violation::Required(field));
  }
}

void FieldReader::Optional(std::string_view field, const Text& sent, const clinical::TextRule& rule,
                           Text& target) {
  const auto* value = Sent(field, sent, target);
  if (value == nullptr) return;
  auto text = clinical::CheckText(*value, field, rule, violations_);
  if (!text.empty()) target = std::move(text);
}

void FieldReader::Flag(std::string_view field, const std::optional<bool>& sent, bool& target) {
  const auto found = clear_.find(field);
  if (found != clear_.end()) {
    clear_.erase(found);
    violations_.push_back(violation::ClearField(field));
  } else if (sent) {
    target = *sent;
  }
}

std::vector<core::Violation> FieldReader::Finish() && {
  for (std::size_t i = 0; i < clear_.size(); ++i) {
    // The name comes from the caller: it is not repeated.
    violations_.push_back(violation::ClearFieldUnknown("clearFields"));
  }
  return std::move(violations_);
}

}  // namespace enlace::appointment
