#include "services/audit/verify/findings.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace enlace::audit::verify {

void Findings::Add(std::uint64_t position, std::string text) {
  ++count_;
  const auto place = std::upper_bound(
      lowest_.begin(), lowest_.end(), position,
      [](std::uint64_t at, const Finding& finding) { return at < finding.position; });
  lowest_.insert(place, {position, std::move(text)});
  if (lowest_.size() > kShown) lowest_.pop_back();
}

std::vector<std::string> Findings::Texts() const {
  std::vector<std::string> texts;
  for (const auto& finding : lowest_) texts.push_back(finding.text);
  return texts;
}

std::string RecordsText(std::uint64_t first, std::uint64_t last) {
  if (first == last) return absl::StrCat("record ", first);
  return absl::StrCat("records ", first, " to ", last);
}

}  // namespace enlace::audit::verify
