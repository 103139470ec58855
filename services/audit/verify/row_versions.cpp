#include "services/audit/verify/row_versions.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace enlace::audit::verify {
namespace {

// Users belong to no tenant: a user's versions are spread over the chains of those for which it was
// changed.
constexpr char kOfNoTenant[] = "User";

std::string VersionsText(std::int64_t first, std::int64_t last) {
  if (first == last) return absl::StrCat("version ", first);
  return absl::StrCat("versions ", first, " to ", last);
}

}  // namespace

std::size_t RowVersions::TypeOf(const std::string& resource_type) {
  const auto known = std::find(types_.begin(), types_.end(), resource_type);
  const auto index = static_cast<std::size_t>(known - types_.begin());
  if (known == types_.end()) types_.push_back(resource_type);
  return index;
}

void RowVersions::Insert(Spans& spans, std::int64_t version, std::uint64_t position) {
  auto next = std::lower_bound(spans.begin(), spans.end(), version,
                               [](const Span& span, std::int64_t v) { return span.last < v; });
  // A batch that was repeated.
  if (next != spans.end() && next->first <= version) return;
  const bool ends_one = next != spans.begin() && std::prev(next)->last + 1 == version;
  const bool begins_one = next != spans.end() && next->first - 1 == version;
  if (ends_one && begins_one) {
    std::prev(next)->last = next->last;
    spans.erase(next);
  } else if (ends_one) {
    std::prev(next)->last = version;
  } else if (begins_one) {
    next->first = version;
    next->position = position;
  } else {
    spans.insert(next, Span{.first = version, .last = version, .position = position});
  }
}

void RowVersions::Add(std::uint64_t position, const AuditEvent& event) {
  if (event.event_type != "WRITE" || event.resource_version <= 0 ||
      event.resource_ids.size() != 1 || event.resource_type == kOfNoTenant) {
    return;
  }
  Insert(rows_[{TypeOf(event.resource_type), event.resource_ids[0]}], event.resource_version,
         position);
}

void RowVersions::Finish(const std::optional<std::uint64_t>& first_dropped,
                         Findings& findings) const {
  for (const auto& [row, spans] : rows_) {
    std::int64_t expected = 1;
    for (const auto& span : spans) {
      const bool dropped = expected == 1 && first_dropped && *first_dropped < span.position;
      if (span.first > expected && !dropped) {
        findings.Add(
            span.position,
            absl::StrCat(VersionsText(expected, span.first - 1), " of ", types_[row.first], " ",
                         row.second.ToString(), " missing before record ", span.position,
                         ": a record vanished before it was chained, or is one of those "
                         "that are missing here"));
      }
      expected = span.last + 1;
    }
  }
}

}  // namespace enlace::audit::verify
