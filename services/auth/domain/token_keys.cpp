#include "services/auth/domain/token_keys.h"

#include <utility>
#include <vector>

namespace enlace::auth {

TokenKeys MakeTokenKeys(const core::DataKeys& secrets) {
  const auto seeds = secrets.For(core::KeyPurpose::kAccessTokens);
  std::vector<authn::PublicTokenKey> published;
  published.reserve(seeds.size());
  for (const auto& seed : seeds) published.push_back(authn::TokenKey(seed).public_key());
  return {authn::TokenKey(seeds.front()), authn::TokenKeySet(std::move(published))};
}

}  // namespace enlace::auth
