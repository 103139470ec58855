#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libs/catalog/entry.h"
#include "libs/core/error.h"

namespace enlace::catalog {

// What a tenant's settings say about codes. Immutable once read.
//
//   {"country": "PE",
//    "catalogs": {"documentTypes": [{"code": "CARNE", "nameEs": "Carné de socio",
//                                    "nameEn": "Membership card", "characters": "DIGITS",
//                                    "lengths": [6], "validFrom": "2026-01-01"}],
//                 "eps": [{"code": "PREP01", "nameEs": "Prepagada Uno"}],
//                 "unknownEps": "error"}}
struct TenantRules {
  // ISO 3166, two letters: whose national phone numbers the tenant's callers write.
  std::string country = "CO";
  // Otherwise it is a warning.
  bool refuse_unknown_eps = false;
  // The tenant's own.
  std::vector<Entry> document_types;
  std::vector<Entry> eps;

  // Its own entries of the catalogue; empty for those that can't be extended.
  const std::vector<Entry>& OwnEntries(std::string_view catalog) const;
};

// Reads the part of a tenant's settings that is understood here; the rest is let be. Adds what is
// wrong under its path ("settings.catalogs.documentTypes[0].code"), and leaves it out:
//   SETTING        a value of another shape, a name that is not known below `catalogs`
//   COUNTRY        not two letters A-Z
//   LIST_LENGTH    more than 50 document types or 500 EPS
//   REQUIRED, REPEATED, CODE_FORMAT, TEXT_…, DATE_FORMAT, DATE_ORDER, ATTRIBUTE   of an entry
// An entry has a code (2 to 10 letters A-Z and digits, a letter first), nameEs or nameEn, and may
// have validFrom, validTo and the attributes of ReadDocumentRules, among them or below
// `attributes`.
TenantRules ReadTenantRules(const nlohmann::json& settings, std::string_view field,
                            std::vector<core::Violation>& violations);

}  // namespace enlace::catalog
