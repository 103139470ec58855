#include "services/auth/storage/version_params.h"

#include <string>
#include <vector>

namespace enlace::auth::storage {

void AddVersions(const core::VersionMatch& if_match, db::Params& params) {
  if (!if_match.NamesVersions()) {
    params.Null();
    return;
  }
  std::vector<std::string> versions;
  for (const auto version : if_match.versions()) versions.push_back(std::to_string(version));
  params.TextArray(versions);
}

}  // namespace enlace::auth::storage
