#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/clinical/text.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::appointment {

// Applies the sent fields of a doctor or a site to their targets, one after the other, and collects
// what is wrong. A target changes only when its field was sent well-formed or is cleared. An empty
// text is a violation (EMPTY): null clears. Not thread-safe.
class FieldReader {
 public:
  using Text = std::optional<std::string>;

  // `clear_fields`: JSON names of the fields to be cleared.
  explicit FieldReader(const std::vector<std::string>& clear_fields);

  // A text that must be there: CLEAR_FIELD when it is to be cleared, REQUIRED when neither the call
  // nor the target has it.
  void Required(std::string_view field, const Text& sent, const clinical::TextRule& rule,
                std::string& target);
  void Optional(std::string_view field, const Text& sent, const clinical::TextRule& rule,
                Text& target);
  // A flag that can't be cleared.
  void Flag(std::string_view field, const std::optional<bool>& sent, bool& target);

  // The sent text of a field that must be there; null when it was not sent, is empty or is to be
  // cleared, which are violations.
  const std::string* Kept(std::string_view field, const Text& sent);

  // The sent text of a field that need not be there; null when it was not sent, is empty, or was
  // cleared.
  template <typename Target>
  const std::string* Sent(std::string_view field, const Text& sent, Target& target);

  // A list, which replaces the target: each element is read by `read(element, its name,
  // violations)`, an optional, and kept once. LIST_LENGTH above `most`.
  template <typename Element, typename Item, typename Read>
  void List(std::string_view field, const std::optional<std::vector<Element>>& sent,
            std::size_t most, std::vector<Item>& target, Read read);

  std::vector<core::Violation>& violations() { return violations_; }

  // All violations; names to be cleared that no field bears are among them (CLEAR_FIELD).
  std::vector<core::Violation> Finish() &&;

 private:
  // Whether the field is to be cleared; a violation when it was sent as well.
  bool Cleared(std::string_view field, bool sent);

  std::set<std::string, std::less<>> clear_;
  std::vector<core::Violation> violations_;
};

template <typename Target>
const std::string* FieldReader::Sent(std::string_view field, const Text& sent, Target& target) {
  if (Cleared(field, sent.has_value())) {
    target = Target();
    return nullptr;
  }
  if (!sent) return nullptr;
  if (!clinical::Trim(*sent).empty()) return &*sent;
  violations_.push_back(core::violation::EmptyClearable(field));
  return nullptr;
}

template <typename Element, typename Item, typename Read>
void FieldReader::List(std::string_view field, const std::optional<std::vector<Element>>& sent,
                       std::size_t most, std::vector<Item>& target, Read read) {
  if (Cleared(field, sent.has_value())) target.clear();
  if (!sent) return;
  if (sent->size() > most) {
    violations_.push_back(core::violation::ListLength(field, most));
    return;
  }
  const std::size_t before = violations_.size();
  std::vector<Item> items;
  for (std::size_t i = 0; i < sent->size(); ++i) {
    const std::string name = std::string(field) + "[" + std::to_string(i) + "]";
    const std::optional<Item> item = read((*sent)[i], name, violations_);
    if (item && std::find(items.begin(), items.end(), *item) == items.end()) items.push_back(*item);
  }
  if (violations_.size() == before) target = std::move(items);
}

}  // namespace enlace::appointment
