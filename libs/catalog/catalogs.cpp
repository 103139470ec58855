#include "libs/catalog/catalogs.h"

#include <algorithm>
#include <tuple>

namespace enlace::catalog {

Catalog::Catalog(Names names, std::int64_t version, std::vector<Entry> entries)
    : names_(std::move(names)), version_(version), entries_(std::move(entries)) {
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.code, a.valid_from) < std::tie(b.code, b.valid_from);
  });
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    places_.emplace_back(entries_[i].code, i);
    if (!entries_[i].national_code.empty()) places_.emplace_back(entries_[i].national_code, i);
  }
  std::sort(places_.begin(), places_.end());
}

const Entry* Catalog::Find(std::string_view code, absl::CivilDay day) const {
  const Entry* last = nullptr;
  auto place = std::lower_bound(places_.begin(), places_.end(), code,
                                [](const auto& item, auto wanted) { return item.first < wanted; });
  for (; place != places_.end() && place->first == code; ++place) {
    last = &entries_[place->second];
    if (last->IsValidOn(day)) return last;
  }
  return last;
}

Catalogs::Catalogs(std::vector<Catalog> catalogs) : catalogs_(std::move(catalogs)) {
  std::sort(catalogs_.begin(), catalogs_.end(),
            [](const Catalog& a, const Catalog& b) { return a.names().name < b.names().name; });
}

const Catalog* Catalogs::Find(std::string_view name) const {
  const auto found = std::find_if(catalogs_.begin(), catalogs_.end(),
                                  [&](const Catalog& item) { return item.names().name == name; });
  return found == catalogs_.end() ? nullptr : &*found;
}

}  // namespace enlace::catalog
