#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <vector>

#include "libs/core/error.h"
#include "libs/core/ulid.h"
#include "libs/rpc/call.h"
#include "libs/rpc/page.h"

namespace enlace::auth::rpc {

// A page of a list in the order of its ids.
struct IdPage {
  int size = 0;
  // The last id of the page before; absent: the first page.
  std::optional<core::Ulid> after;
};

// The page that the request of a list in the order of ids asks for (libs/rpc/page.h).
IdPage ReadIdPage(const enlace::rpc::PageTokens& page_tokens, const enlace::rpc::Call& call,
                  const google::protobuf::Message& request,
                  std::vector<core::Violation>& violations);

}  // namespace enlace::auth::rpc
