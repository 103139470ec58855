#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::db {

// The bound parameters of one statement, in order, in PostgreSQL's text form. Types are the
// server's: it infers them from the statement.
class Params {
 public:
  Params& Text(std::string_view value);
  // NULL where absent. (A template, so that a literal or a std::string picks the one above.)
  template <typename T>
  requires std::same_as<T, std::optional<std::string>> Params& Text(const T& value) {
    return value ? Text(std::string_view(*value)) : Null();
  }
  Params& Int(std::int64_t value);
  Params& Bool(bool value);
  Params& Id(const core::Ulid& value);
  Params& Id(const std::optional<core::Ulid>& value);
  // timestamptz in UTC, microseconds.
  Params& Time(absl::Time value);
  Params& Time(const std::optional<absl::Time>& value);
  // text[]
  Params& TextArray(const std::vector<std::string>& values);
  // uuid[]
  Params& IdArray(const std::vector<core::Ulid>& values);
  Params& Null();

  // For libs/db: nullopt is NULL.
  const std::vector<std::optional<std::string>>& values() const { return values_; }

 private:
  std::vector<std::optional<std::string>> values_;
};

}  // namespace enlace::db
