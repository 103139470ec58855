#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "libs/core/error.h"

namespace enlace::catalog {

// What a document type asks of a number and of its bearer; absent: nothing.
struct DocumentRules {
  // Otherwise letters A-Z and digits.
  bool digits_only = false;
  // The one number of characters that there can be.
  std::optional<int> exact_length;
  // Usual numbers of characters: those listed, or where none is listed all from `min` to `max`.
  std::vector<int> lengths;
  int min_length = 4;
  int max_length = 20;
  // Usual age of the bearer in completed years, both ends included.
  std::optional<int> min_age;
  std::optional<int> max_age;

  bool IsUsualLength(std::size_t characters) const;
  bool IsUsualAge(int years) const;

  friend bool operator==(const DocumentRules&, const DocumentRules&) = default;
};

// The rules in an entry's attributes: `characters` (DIGITS or ALPHANUMERIC), `exactLength`,
// `lengths`, `minLength`, `maxLength`, `minAge`, `maxAge`. Adds ATTRIBUTE under `field`.name for a
// value of another shape, which is left out then; other attributes are let be.
DocumentRules ReadDocumentRules(const nlohmann::json& attributes, std::string_view field,
                                std::vector<core::Violation>& violations);

// One version of a code of a catalogue.
struct Entry {
  std::string code;
  std::string name_en;
  std::string name_es;
  // Days of the tenant's calendar, both included; absent: without that end.
  std::optional<absl::CivilDay> valid_from;
  std::optional<absl::CivilDay> valid_to;
  // What else is known about it: an object.
  nlohmann::json attributes = nlohmann::json::object();
  // Read from the attributes.
  DocumentRules rules;
  // Another name of the code, for example the national 01 of the gender M; may be empty.
  std::string national_code;
  // From the tenant's settings, not from the database.
  bool of_tenant = false;

  bool IsValidOn(absl::CivilDay day) const;
};

// Sets `rules` and `national_code` from the attributes.
void ReadAttributes(Entry& entry);

}  // namespace enlace::catalog
