#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "libs/core/error.h"
#include "libs/core/ulid.h"

namespace enlace::auth::rpc {

// A page of a list in the order of its ids.
struct IdPage {
  int size = 0;
  // The last id of the page before; absent: the first page.
  std::optional<core::Ulid> after;
};

// Reads pageSize and pageToken (libs/rpc/page.h); a token that holds no id is a violation.
IdPage ReadIdPage(std::optional<int> page_size, std::string_view page_token,
                  std::vector<core::Violation>& violations);

}  // namespace enlace::auth::rpc
