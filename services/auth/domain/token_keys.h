#pragma once

#include "libs/authn/token_key.h"
#include "libs/core/data_keys.h"

namespace enlace::auth {

// The keys of access tokens: the one that signs, and all that are published.
struct TokenKeys {
  authn::TokenKey signing;
  authn::TokenKeySet published;
};

// One key for each line of the installation's token keys, in their order: the first one signs.
TokenKeys MakeTokenKeys(const core::DataKeys& secrets);

}  // namespace enlace::auth
