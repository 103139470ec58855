#include "libs/catalog/testing/sample_catalogs.h"

#include <utility>

namespace enlace::catalog::testing {
namespace {

using nlohmann::json;

Entry Made(std::string code, json attributes, std::optional<absl::CivilDay> valid_to = {}) {
  Entry entry{.code = code,
              .name_en = code,
              .name_es = code,
              .valid_from = absl::CivilDay(1900, 1, 1),
              .valid_to = valid_to,
              .attributes = std::move(attributes)};
  ReadAttributes(entry);
  return entry;
}

// Codes whose national codes are their places.
std::vector<Entry> Numbered(const std::vector<std::string>& codes) {
  std::vector<Entry> entries;
  entries.reserve(codes.size());
  for (const auto& code : codes) {
    entries.push_back(Made(code, {{"nationalCode", "0" + std::to_string(entries.size() + 1)}}));
  }
  return entries;
}

std::shared_ptr<const Catalogs> Made() {
  const absl::CivilDay ended(2020, 12, 31);
  const auto list = [](std::string_view name, std::vector<Entry> entries) {
    return Catalog({std::string(name), "", ""}, 1, std::move(entries));
  };
  std::vector<Catalog> all;
  all.push_back(list(kDocumentTypes,
                     {Made("CC", {{"characters", "DIGITS"}, {"maxLength", 10}, {"minAge", 18}}),
                      Made("TI", {{"characters", "DIGITS"}, {"minAge", 7}, {"maxAge", 17}}),
                      Made("RC", {{"maxAge", 6}}), Made("PA", json::object()),
                      Made("DNI", {{"characters", "DIGITS"}, {"exactLength", 8}}),
                      Made("OLD", json::object(), ended)}));
  all.push_back(list(kGenders, Numbered({"M", "F", "I"})));
  all.push_back(list(kGenderIdentities, Numbered({"01", "02", "03", "04", "05"})));
  all.push_back(
      list(kModalities, Numbered({"IN_PERSON", "MOBILE_UNIT", "HOME", "BRIGADE", "PREHOSPITAL",
                                  "TELEMEDICINE_INTERACTIVE", "TELEMEDICINE_NON_INTERACTIVE",
                                  "TELE_EXPERTISE", "TELE_MONITORING"})));
  all.push_back(list(kEps, {Made("EPS005", json::object()), Made("EPS037", json::object()),
                            Made("EPS900", json::object(), ended)}));
  return std::make_shared<const Catalogs>(std::move(all));
}

}  // namespace

SampleCatalogs::SampleCatalogs() : catalogs_(Made()) {}

Codes SampleCodes(absl::CivilDay today, std::shared_ptr<const TenantRules> rules) {
  return {SampleCatalogs().Current(), std::move(rules), today};
}

}  // namespace enlace::catalog::testing
