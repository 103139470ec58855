#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::rpc {

// Page of a list: keyset, never OFFSET.
struct Page {
  int size = 50;  // 1 to 200
  std::string
      after;  // the last row's key of the page before, as the service wrote it; empty: first page
};

// Reads pageSize (default 50; outside 1 to 200 is a violation) and pageToken (empty is the first
// page; an unreadable one is a violation).
Page ReadPage(std::optional<int> page_size, std::string_view page_token,
              std::vector<core::Violation>& violations);

// The opaque token that leads to the rows after `key`.
std::string MakePageToken(std::string_view key);

}  // namespace enlace::rpc
