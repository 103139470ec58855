#include "services/auth/domain/scopes.h"

#include <algorithm>
#include <string>

namespace enlace::auth {

bool IsScope(std::string_view text) {
  return std::find(kScopes.begin(), kScopes.end(), text) != kScopes.end();
}

std::string_view ScopeList() {
  static const auto& list = *new std::string([] {
    std::string joined;
    for (const auto scope : kScopes) {
      if (!joined.empty()) joined += ", ";
      joined += scope;
    }
    return joined;
  }());
  return list;
}

}  // namespace enlace::auth
