#include "libs/catalog/tenant_rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "absl/strings/ascii.h"
#include "libs/clinical/date.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::catalog {
namespace {

namespace violation = core::violation;
using nlohmann::json;
using Violations = std::vector<core::Violation>;

constexpr std::size_t kMostDocumentTypes = 50;
constexpr std::size_t kMostEps = 500;
constexpr std::array<std::string_view, 3> kKnown = {"documentTypes", "eps", "unknownEps"};

bool IsCode(std::string_view code) {
  return code.size() >= 2 && code.size() <= 10 && absl::ascii_isupper(code[0]) &&
         std::all_of(code.begin(), code.end(), [](unsigned char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c);
         });
}

// Reads one entry of a tenant's own.
class EntryReader {
 public:
  EntryReader(const json& value, std::string field, Violations& violations)
      : value_(value), field_(std::move(field)), violations_(violations) {}

  Entry Read() {
    Entry entry;
    entry.of_tenant = true;
    entry.code = Code();
    entry.name_es = Name("nameEs");
    entry.name_en = Name("nameEn");
    if (entry.name_es.empty() && entry.name_en.empty()) {
      violations_.push_back(violation::Required(Path("nameEs")));
    }
    if (entry.name_es.empty()) entry.name_es = entry.name_en;
    if (entry.name_en.empty()) entry.name_en = entry.name_es;
    entry.valid_from = Day("validFrom");
    entry.valid_to = Day("validTo");
    if (entry.valid_from && entry.valid_to && *entry.valid_to < *entry.valid_from) {
      violations_.push_back(violation::DateOrder(Path("validTo"), "validFrom"));
    }
    entry.attributes = Attributes();
    entry.rules = ReadDocumentRules(entry.attributes, field_, violations_);
    return entry;
  }

 private:
  std::string Path(const char* name) const { return field_ + "." + name; }

  std::string Text(const char* name) {
    const auto found = value_.find(name);
    if (found == value_.end() || found->is_null()) return {};
    if (found->is_string()) return found->get<std::string>();
    violations_.push_back(violation::SettingText(Path(name)));
    return {};
  }

  std::string Code() {
    const std::size_t before = violations_.size();
    std::string code(clinical::Trim(Text("code")));
    absl::AsciiStrToUpper(&code);
    if (violations_.size() > before || IsCode(code)) return code;
    violations_.push_back(code.empty() ? violation::Required(Path("code"))
                                       : violation::CodeFormat(Path("code")));
    return {};
  }

  std::string Name(const char* name) {
    return clinical::CheckText(Text(name), Path(name), {.max_characters = 120}, violations_);
  }

  std::optional<absl::CivilDay> Day(const char* name) {
    const auto text = Text(name);
    if (text.empty()) return std::nullopt;
    const auto day = clinical::ParseDate(text);
    if (!day) violations_.push_back(violation::DateFormat(Path(name)));
    return day;
  }

  // What is written beside the code, and what stands below `attributes`.
  json Attributes() {
    json attributes = json::object();
    if (const auto below = value_.find("attributes"); below != value_.end()) {
      if (below->is_object()) {
        attributes = *below;
      } else {
        violations_.push_back(violation::Setting(Path("attributes")));
      }
    }
    for (const auto& [name, item] : value_.items()) {
      if (name != "code" && name != "nameEs" && name != "nameEn" && name != "validFrom" &&
          name != "validTo" && name != "attributes") {
        attributes[name] = item;
      }
    }
    return attributes;
  }

  const json& value_;
  const std::string field_;
  Violations& violations_;
};

std::vector<Entry> ReadEntries(const json& catalogs, const char* name, std::size_t most,
                               const std::string& parent, Violations& violations) {
  const auto list = catalogs.find(name);
  if (list == catalogs.end() || list->is_null()) return {};
  const std::string field = parent + "." + name;
  if (!list->is_array()) {
    violations.push_back(violation::SettingList(field));
    return {};
  }
  if (list->size() > most) {
    violations.push_back(violation::ListLength(field, most));
    return {};
  }
  std::vector<Entry> entries;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string at = field + "[" + std::to_string(i) + "]";
    if (!(*list)[i].is_object()) {
      violations.push_back(violation::Setting(at));
      continue;
    }
    Entry entry = EntryReader((*list)[i], at, violations).Read();
    if (entry.code.empty()) continue;
    if (!seen.insert(entry.code).second) {
      violations.push_back(violation::Repeated(at + ".code"));
      continue;
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

void ReadCountry(const json& settings, const std::string& field, TenantRules& rules,
                 Violations& violations) {
  const auto country = settings.find("country");
  if (country == settings.end() || country->is_null()) return;
  const auto* text = country->get_ptr<const std::string*>();
  if (text != nullptr && text->size() == 2 &&
      std::all_of(text->begin(), text->end(),
                  [](unsigned char c) { return absl::ascii_isupper(c); })) {
    rules.country = *text;
  } else {
    violations.push_back(violation::Country(field + ".country"));
  }
}

void ReadUnknownEps(const json& catalogs, const std::string& field, TenantRules& rules,
                    Violations& violations) {
  const auto choice = catalogs.find("unknownEps");
  if (choice == catalogs.end() || choice->is_null()) return;
  if (*choice == "error" || *choice == "warning") {
    rules.refuse_unknown_eps = *choice == "error";
  } else {
    violations.push_back(violation::SettingChoice(field + ".unknownEps", "error, warning"));
  }
}

}  // namespace

const std::vector<Entry>& TenantRules::OwnEntries(std::string_view catalog) const {
  static const auto& none = *new std::vector<Entry>();
  if (catalog == "document-types") return document_types;
  return catalog == "eps" ? eps : none;
}

TenantRules ReadTenantRules(const json& settings, std::string_view field, Violations& violations) {
  TenantRules rules;
  if (!settings.is_object()) return rules;
  const std::string root(field);
  ReadCountry(settings, root, rules, violations);
  const auto catalogs = settings.find("catalogs");
  if (catalogs == settings.end() || catalogs->is_null()) return rules;
  const std::string parent = root + ".catalogs";
  if (!catalogs->is_object()) {
    violations.push_back(violation::Setting(parent));
    return rules;
  }
  for (const auto& item : catalogs->items()) {
    if (std::find(kKnown.begin(), kKnown.end(), item.key()) == kKnown.end()) {
      // The name comes from the caller: it is not repeated.
      violations.push_back(violation::SettingName(parent, "documentTypes, eps, unknownEps"));
    }
  }
  rules.document_types =
      ReadEntries(*catalogs, "documentTypes", kMostDocumentTypes, parent, violations);
  rules.eps = ReadEntries(*catalogs, "eps", kMostEps, parent, violations);
  ReadUnknownEps(*catalogs, parent, rules, violations);
  return rules;
}

}  // namespace enlace::catalog
