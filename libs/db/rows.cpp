#include "libs/db/rows.h"

#include <libpq-fe.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "libs/db/array_text.h"
#include "libs/db/timestamp_text.h"

namespace enlace::db {
namespace {

// Never with the value itself: it may be personal data.
[[noreturn]] void Misuse(const char* column, const char* fault) {
  std::fprintf(stderr, "libs/db: column \"%s\" %s\n", column, fault);
  std::abort();
}

// Columns are read one after the other, most often in their order: the search begins where the
// last one ended. (PQfnumber copies the name each time.)
int ColumnOf(const pg_result* result, const char* column) {
  thread_local int last = 0;
  const int count = PQnfields(result);
  for (int tried = 0; tried < count; ++tried) {
    const int index = (last + tried) % count;
    if (std::strcmp(PQfname(result, index), column) == 0) {
      last = index;
      return index;
    }
  }
  Misuse(column, "is not in the result");
}

std::optional<std::int64_t> ParseInt(std::string_view text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, value);
  return fault == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

template <typename T>
T Checked(std::optional<T> value, const char* column, const char* fault) {
  if (!value) Misuse(column, fault);
  return *std::move(value);
}

}  // namespace

std::optional<std::string_view> Row::Value(const char* column) const {
  const int field = ColumnOf(result_, column);
  if (PQgetisnull(result_, index_, field)) return std::nullopt;
  return std::string_view(PQgetvalue(result_, index_, field),
                          static_cast<std::size_t>(PQgetlength(result_, index_, field)));
}

bool Row::IsNull(const char* column) const { return !Value(column); }

std::string_view Row::Text(const char* column) const {
  const auto value = Value(column);
  if (!value) Misuse(column, "is NULL");
  return *value;
}

std::optional<std::string> Row::OptionalText(const char* column) const {
  const auto value = Value(column);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

std::int64_t Row::Int(const char* column) const {
  const auto value = ParseInt(Text(column));
  if (!value) Misuse(column, "is not an integer");
  return *value;
}

bool Row::Bool(const char* column) const {
  const auto text = Text(column);
  if (text != "t" && text != "f") Misuse(column, "is not a boolean");
  return text == "t";
}

core::Ulid Row::Id(const char* column) const {
  return Checked(core::Ulid::FromUuid(Text(column)), column, "is not a uuid");
}

std::optional<core::Ulid> Row::OptionalId(const char* column) const {
  if (IsNull(column)) return std::nullopt;
  return Id(column);
}

absl::Time Row::Time(const char* column) const {
  return Checked(ParseTimestamp(Text(column)), column, "is not a timestamptz in UTC");
}

std::optional<absl::Time> Row::OptionalTime(const char* column) const {
  if (IsNull(column)) return std::nullopt;
  return Time(column);
}

std::vector<std::string> Row::TextArray(const char* column) const {
  if (IsNull(column)) return {};
  return Checked(ParseArray(Text(column)), column, "is not an array without NULL elements");
}

Rows::Rows(pg_result* result) : result_(result, [](pg_result* owned) { PQclear(owned); }) {}

int Rows::size() const { return PQntuples(result_.get()); }

std::int64_t Rows::affected() const { return ParseInt(PQcmdTuples(result_.get())).value_or(0); }

}  // namespace enlace::db
