#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

struct pg_result;

namespace enlace::db {

// One row of a result. Columns by name; an unknown column or a value of another type is a
// programming error and ends the process with a message. Valid while its Rows live.
class Row {
 public:
  bool IsNull(const char* column) const;
  std::string_view Text(const char* column) const;
  std::optional<std::string> OptionalText(const char* column) const;
  std::int64_t Int(const char* column) const;
  bool Bool(const char* column) const;
  core::Ulid Id(const char* column) const;
  std::optional<core::Ulid> OptionalId(const char* column) const;
  absl::Time Time(const char* column) const;
  std::optional<absl::Time> OptionalTime(const char* column) const;
  // text[]; NULL reads as empty, NULL elements are not expected.
  std::vector<std::string> TextArray(const char* column) const;

 private:
  friend class Rows;
  Row(const pg_result* result, int index) : result_(result), index_(index) {}
  // Nothing for NULL.
  std::optional<std::string_view> Value(const char* column) const;
  const pg_result* result_;
  int index_;
};

// The result of one statement. Movable, cheap to copy, immutable; may be read from any thread.
class Rows {
 public:
  // Takes the result over.
  explicit Rows(pg_result* result);

  int size() const;
  bool empty() const { return size() == 0; }
  Row operator[](int index) const { return Row(result_.get(), index); }

  // Rows changed by INSERT, UPDATE or DELETE.
  std::int64_t affected() const;

 private:
  std::shared_ptr<pg_result> result_;
};

}  // namespace enlace::db
