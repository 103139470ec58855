#include "libs/catalog/codes.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "libs/clinical/date.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::catalog {
namespace {

std::string Upper(std::string_view text) {
  std::string upper(clinical::Trim(text));
  absl::AsciiStrToUpper(&upper);
  return upper;
}

bool IsEps(std::string_view code) {
  return code.size() >= 2 && code.size() <= 10 && absl::ascii_isalpha(code[0]) &&
         std::all_of(code.begin(), code.end(), absl::ascii_isalnum);
}

core::Violation Ended(std::string_view field, const Entry& entry, absl::CivilDay today) {
  namespace violation = core::violation;
  if (entry.valid_to && *entry.valid_to < today) {
    return violation::CodeEnded(field, clinical::FormatDate(*entry.valid_to));
  }
  return violation::CodeEndedBegins(field, clinical::FormatDate(entry.valid_from.value_or(today)));
}

}  // namespace

Codes::Codes(std::shared_ptr<const Catalogs> catalogs, std::shared_ptr<const TenantRules> rules,
             absl::CivilDay today)
    : catalogs_(std::move(catalogs)), rules_(std::move(rules)), today_(today) {
  static const auto& none = *new std::shared_ptr<const TenantRules>(new TenantRules);
  if (!rules_) rules_ = none;
}

std::optional<Codes::Found> Codes::Find(std::string_view catalog, std::string_view code) const {
  const Catalog* list = catalogs_->Find(catalog);
  const Entry* entry = list == nullptr ? nullptr : list->Find(code, today_);
  if (entry == nullptr) {
    const auto& own = rules_->OwnEntries(catalog);
    const auto found =
        std::find_if(own.begin(), own.end(), [&](const Entry& item) { return item.code == code; });
    if (found != own.end()) entry = &*found;
  }
  if (entry == nullptr) return std::nullopt;
  return Found{entry, entry->IsValidOn(today_)};
}

std::vector<const Entry*> Codes::Valid(std::string_view catalog) const {
  std::vector<const Entry*> valid;
  const Catalog* list = catalogs_->Find(catalog);
  if (list != nullptr) {
    for (const auto& entry : list->entries()) {
      if (entry.IsValidOn(today_)) valid.push_back(&entry);
    }
  }
  for (const auto& entry : rules_->OwnEntries(catalog)) {
    const bool national = list != nullptr && list->Find(entry.code, today_) != nullptr;
    if (!national && entry.IsValidOn(today_)) valid.push_back(&entry);
  }
  std::sort(valid.begin(), valid.end(),
            [](const Entry* a, const Entry* b) { return a->code < b->code; });
  return valid;
}

std::string Codes::CodesOf(std::string_view catalog) const {
  std::string joined;
  for (const Entry* entry : Valid(catalog)) {
    if (!joined.empty()) joined += ", ";
    joined += entry->code;
  }
  return joined;
}

std::optional<std::string> ReadCode(const Codes& codes, std::string_view catalog,
                                    std::string_view value, std::string_view field,
                                    UnknownCode* unknown, std::vector<core::Violation>& violations,
                                    std::vector<core::Violation>& warnings) {
  const auto found = codes.Find(catalog, Upper(value));
  if (!found) {
    violations.push_back(unknown(field, codes.CodesOf(catalog)));
    return std::nullopt;
  }
  if (!found->valid) warnings.push_back(Ended(field, *found->entry, codes.today()));
  return found->entry->code;
}

std::optional<std::string> ReadEps(const Codes& codes, std::string_view value,
                                   std::string_view field, std::vector<core::Violation>& violations,
                                   std::vector<core::Violation>& warnings) {
  std::string code = Upper(value);
  if (!IsEps(code)) {
    violations.push_back(core::violation::EpsFormat(field));
    return std::nullopt;
  }
  const auto found = codes.Find(kEps, code);
  if (!found) {
    const bool refused = codes.rules().refuse_unknown_eps;
    (refused ? violations : warnings).push_back(core::violation::EpsUnknown(field));
    return refused ? std::nullopt : std::optional(std::move(code));
  }
  if (!found->valid) warnings.push_back(Ended(field, *found->entry, codes.today()));
  return code;
}

}  // namespace enlace::catalog
