#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "libs/catalog/catalogs.h"
#include "libs/catalog/tenant_rules.h"
#include "libs/core/error.h"

namespace enlace::catalog {

// What the codes of one call are judged by: the catalogues of the moment, extended by the tenant's
// own entries, on the tenant's day. Cheap to copy, immutable, thread-safe.
class Codes {
 public:
  struct Found {
    const Entry* entry;
    // Whether it is valid on the day.
    bool valid;
  };

  // `rules`: null for a tenant without settings.
  Codes(std::shared_ptr<const Catalogs> catalogs, std::shared_ptr<const TenantRules> rules,
        absl::CivilDay today);

  // An entry by its code or national code; upper and lower case differ. Where both have a code,
  // the national entry counts, not the tenant's. The pointer lives as long as this object.
  std::optional<Found> Find(std::string_view catalog, std::string_view code) const;

  // All entries valid on the day, by code, the tenant's own among them. Live as long as this
  // object.
  std::vector<const Entry*> Valid(std::string_view catalog) const;

  // Their codes, joined by ", ": for messages about catalogues that are short.
  std::string CodesOf(std::string_view catalog) const;

  absl::CivilDay today() const { return today_; }
  const TenantRules& rules() const { return *rules_; }
  const Catalogs& catalogs() const { return *catalogs_; }

 private:
  std::shared_ptr<const Catalogs> catalogs_;
  std::shared_ptr<const TenantRules> rules_;
  absl::CivilDay today_;
};

// Makes the violation of a code that is not one of `known`: core::violation::Gender.
using UnknownCode = core::Violation(std::string_view field, const core::Param& known);

// Reads a code of a catalogue that knows everything there is: nullopt after adding `unknown` with
// the known codes. A code outside of its validity is read, with a warning (CODE_ENDED). White space
// around it and the case of letters do not matter.
std::optional<std::string> ReadCode(const Codes& codes, std::string_view catalog,
                                    std::string_view value, std::string_view field,
                                    UnknownCode* unknown, std::vector<core::Violation>& violations,
                                    std::vector<core::Violation>& warnings);

// Reads the code of an insurer: EPS_FORMAT unless it is 2 to 10 letters and digits, beginning with
// a letter. One that is not in the list is a warning (EPS_UNKNOWN), or a violation where the tenant
// wants that; one outside of its validity a warning (CODE_ENDED).
std::optional<std::string> ReadEps(const Codes& codes, std::string_view value,
                                   std::string_view field, std::vector<core::Violation>& violations,
                                   std::vector<core::Violation>& warnings);

}  // namespace enlace::catalog
