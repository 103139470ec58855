#include "libs/db/params.h"

#include "libs/db/array_text.h"
#include "libs/db/timestamp_text.h"

namespace enlace::db {

Params& Params::Text(std::string_view value) {
  values_.emplace_back(std::string(value));
  return *this;
}

Params& Params::Int(std::int64_t value) { return Text(std::to_string(value)); }

Params& Params::Bool(bool value) { return Text(value ? "t" : "f"); }

Params& Params::Id(const core::Ulid& value) { return Text(value.ToUuid()); }

Params& Params::Id(const std::optional<core::Ulid>& value) { return value ? Id(*value) : Null(); }

Params& Params::Time(absl::Time value) { return Text(FormatTimestamp(value)); }

Params& Params::Time(const std::optional<absl::Time>& value) {
  return value ? Time(*value) : Null();
}

Params& Params::TextArray(const std::vector<std::string>& values) {
  return Text(FormatArray(values));
}

Params& Params::IdArray(const std::vector<core::Ulid>& values) {
  std::vector<std::string> texts;
  texts.reserve(values.size());
  for (const auto& value : values) texts.push_back(value.ToUuid());
  return TextArray(texts);
}

Params& Params::Null() {
  values_.emplace_back(std::nullopt);
  return *this;
}

}  // namespace enlace::db
