#include "libs/catalog/entry.h"

#include <algorithm>

#include "libs/core/reasons.h"

namespace enlace::catalog {
namespace {

using nlohmann::json;

constexpr int kLongest = 50;
constexpr int kOldest = 150;
constexpr std::size_t kMostLengths = 50;

bool IsInt(const json& value, int least, int most) {
  return value.is_number_integer() && value >= least && value <= most;
}

// Collects what is wrong with the attributes of one entry.
class AttributeReader {
 public:
  AttributeReader(const json& attributes, std::string_view field,
                  std::vector<core::Violation>& violations)
      : attributes_(attributes), field_(field), violations_(violations) {}

  std::optional<int> Int(const char* name, int least, int most) {
    const auto found = attributes_.find(name);
    if (found == attributes_.end()) return std::nullopt;
    if (IsInt(*found, least, most)) return found->get<int>();
    violations_.push_back(core::violation::Attribute(Path(name), least, most));
    return std::nullopt;
  }

  bool DigitsOnly() {
    const auto found = attributes_.find("characters");
    if (found == attributes_.end() || *found == "ALPHANUMERIC") return false;
    if (*found == "DIGITS") return true;
    violations_.push_back(core::violation::AttributeCharacters(Path("characters")));
    return false;
  }

  std::vector<int> Lengths() {
    const auto found = attributes_.find("lengths");
    if (found == attributes_.end()) return {};
    if (found->is_array() && !found->empty() && found->size() <= kMostLengths &&
        std::all_of(found->begin(), found->end(),
                    [](const json& value) { return IsInt(value, 1, kLongest); })) {
      return found->get<std::vector<int>>();
    }
    violations_.push_back(core::violation::AttributeList(Path("lengths"), 1, kLongest));
    return {};
  }

  void CheckOrder(const char* name, std::optional<int> low, const char* other,
                  std::optional<int> high) {
    if (!low || !high || *low <= *high) return;
    violations_.push_back(core::violation::AttributeOrder(Path(name), other));
  }

 private:
  std::string Path(const char* name) const { return std::string(field_) + "." + name; }

  const json& attributes_;
  const std::string_view field_;
  std::vector<core::Violation>& violations_;
};

}  // namespace

bool DocumentRules::IsUsualLength(std::size_t characters) const {
  const auto length = static_cast<int>(characters);
  if (exact_length) return length == *exact_length;
  if (lengths.empty()) return length >= min_length && length <= max_length;
  return std::find(lengths.begin(), lengths.end(), length) != lengths.end();
}

bool DocumentRules::IsUsualAge(int years) const {
  return (!min_age || years >= *min_age) && (!max_age || years <= *max_age);
}

DocumentRules ReadDocumentRules(const json& attributes, std::string_view field,
                                std::vector<core::Violation>& violations) {
  DocumentRules rules;
  AttributeReader reader(attributes, field, violations);
  rules.digits_only = reader.DigitsOnly();
  rules.exact_length = reader.Int("exactLength", 1, kLongest);
  rules.lengths = reader.Lengths();
  const auto min_length = reader.Int("minLength", 1, kLongest);
  const auto max_length = reader.Int("maxLength", 1, kLongest);
  rules.min_length = min_length.value_or(std::min(rules.min_length, max_length.value_or(kLongest)));
  rules.max_length = max_length.value_or(std::max(rules.max_length, rules.min_length));
  rules.min_age = reader.Int("minAge", 0, kOldest);
  rules.max_age = reader.Int("maxAge", 0, kOldest);
  reader.CheckOrder("maxLength", min_length, "minLength", max_length);
  reader.CheckOrder("maxAge", rules.min_age, "minAge", rules.max_age);
  return rules;
}

bool Entry::IsValidOn(absl::CivilDay day) const {
  return (!valid_from || day >= *valid_from) && (!valid_to || day <= *valid_to);
}

void ReadAttributes(Entry& entry) {
  std::vector<core::Violation> ignored;
  entry.rules = ReadDocumentRules(entry.attributes, "", ignored);
  const auto national = entry.attributes.find("nationalCode");
  if (national != entry.attributes.end() && national->is_string()) {
    entry.national_code = national->get<std::string>();
  }
}

}  // namespace enlace::catalog
