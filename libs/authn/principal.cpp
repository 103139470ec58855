#include "libs/authn/principal.h"

#include <algorithm>

namespace enlace::authn {

bool Principal::HasScope(std::string_view scope) const {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

}  // namespace enlace::authn
