#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/catalog/entry.h"

namespace enlace::catalog {

// Names of the catalogues that the services judge by.
inline constexpr std::string_view kDocumentTypes = "document-types";
inline constexpr std::string_view kGenders = "genders";
inline constexpr std::string_view kGenderIdentities = "gender-identities";
inline constexpr std::string_view kModalities = "modalities";
inline constexpr std::string_view kEps = "eps";

// One list of codes with all versions of its entries. Immutable.
class Catalog {
 public:
  struct Names {
    // As in /v1/catalogs/{name}.
    std::string name;
    std::string name_en;
    std::string name_es;
  };

  // `version` grows with each change of the list.
  Catalog(Names names, std::int64_t version, std::vector<Entry> entries);

  const Names& names() const { return names_; }
  std::int64_t version() const { return version_; }
  // By code, then by time.
  const std::vector<Entry>& entries() const { return entries_; }

  // The version of a code, or of a national code, that is valid on `day`; where none is, the last
  // one that was or will be. Null for an unknown code.
  const Entry* Find(std::string_view code, absl::CivilDay day) const;

 private:
  Names names_;
  std::int64_t version_;
  std::vector<Entry> entries_;
  // Code or national code, and the place of an entry; sorted.
  std::vector<std::pair<std::string, std::size_t>> places_;
};

// All catalogues, as they were at one moment. Immutable.
class Catalogs {
 public:
  explicit Catalogs(std::vector<Catalog> catalogs);

  // Null for an unknown name.
  const Catalog* Find(std::string_view name) const;
  // By name.
  const std::vector<Catalog>& all() const { return catalogs_; }

 private:
  std::vector<Catalog> catalogs_;
};

// Where the catalogues of now come from. Thread-safe; never blocks for long.
class Source {
 public:
  virtual ~Source() = default;
  // Never null.
  virtual std::shared_ptr<const Catalogs> Current() const = 0;
};

}  // namespace enlace::catalog
