#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/core/ulid.h"

namespace enlace::appointment {

// Which page of a list in the order of ids is asked for, and what was wrong with that.
struct PageRequest {
  int size = 50;
  // Key of the page before; empty: the first page.
  std::string after;
  std::vector<core::Violation> violations;
};

// The id that the page begins after; absent for the first page, and after adding
// PAGE_TOKEN_INVALID.
inline std::optional<core::Ulid> ReadCursor(PageRequest& page) {
  if (page.after.empty()) return std::nullopt;
  const auto id = core::Ulid::Parse(page.after);
  if (!id) page.violations.push_back(core::violation::PageTokenInvalid("pageToken"));
  return id;
}

// Takes the item beyond the page off, and answers the key of the last one when there was such.
template <typename Item>
std::optional<std::string> CutPage(std::vector<Item>& items, int size) {
  if (items.size() <= static_cast<std::size_t>(size)) return std::nullopt;
  items.pop_back();
  return items.back().id.ToString();
}

}  // namespace enlace::appointment
