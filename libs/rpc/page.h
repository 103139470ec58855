#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>
#include <vector>

#include "libs/core/data_keys.h"
#include "libs/core/error.h"
#include "libs/core/signer.h"
#include "libs/core/ulid.h"

namespace enlace::rpc {

// Page of a list: keyset, never OFFSET.
struct Page {
  int size = 50;  // 1 to 200
  std::string
      after;  // the last row's key of the page before, as the service wrote it; empty: first page
};

// The tokens that lead from page to page: opaque, signed, and good for one list of one tenant, that
// is one kind of request with all of its fields but page_size and page_token. Thread-safe.
class PageTokens {
 public:
  explicit PageTokens(const core::DataKeys& keys) : signer_(keys, core::KeyPurpose::kPageTokens) {}

  // Reads page_size (an optional int32; 50 when left out, outside of 1 to 200 a RANGE violation)
  // and page_token (empty is the first page; PAGE_TOKEN_INVALID unless it was made by Make for this
  // list) of a list's request. `tenant_id`: the caller's; nil for the platform's own lists.
  Page Read(const core::Ulid& tenant_id, const google::protobuf::Message& request,
            std::vector<core::Violation>& violations) const;

  // The token that leads to what follows `key` in the list of this request.
  std::string Make(const core::Ulid& tenant_id, const google::protobuf::Message& request,
                   std::string_view key) const;

 private:
  core::Signer signer_;
};

}  // namespace enlace::rpc
