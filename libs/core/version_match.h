#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace enlace::core {

// The entity tag of a row's version (RFC 9110, 8.8.3): "7", its quotes included.
std::string EtagOf(std::int64_t version);

// Which versions of a row a change is meant for: If-Match (RFC 9110, 13.1.1). A value; without
// condition unless it was parsed.
class VersionMatch {
 public:
  VersionMatch() = default;

  // Reads the header's value: empty for no condition, `*` for any version, or a list of entity
  // tags. A weak tag never matches, and neither does a tag that no version has.
  // INVALID_ARGUMENT (If-Match ETAG_FORMAT) for anything else.
  static absl::StatusOr<VersionMatch> Parse(std::string_view if_match);

  // FAILED_PRECONDITION (ETAG_MISMATCH) unless a row of that version may be changed. Ask while the
  // row is locked.
  absl::Status Check(std::int64_t version) const;
  // The same where there is no row: any condition fails.
  absl::Status CheckAbsent() const;

  // Whether a row must have one of `versions()`.
  bool NamesVersions() const { return kind_ == Kind::kVersions; }
  // For a statement that changes a row without reading it first.
  const std::vector<std::int64_t>& versions() const { return versions_; }

 private:
  enum class Kind { kNone, kAny, kVersions };
  Kind kind_ = Kind::kNone;
  std::vector<std::int64_t> versions_;
};

}  // namespace enlace::core
