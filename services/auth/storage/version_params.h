#pragma once

#include "libs/core/version_match.h"
#include "libs/db/params.h"

namespace enlace::auth::storage {

// Adds the versions that a row must have one of, a bigint[]; NULL where any will do. The statement
// says `($n::bigint[] IS NULL OR version = ANY ($n))`.
void AddVersions(const core::VersionMatch& if_match, db::Params& params);

}  // namespace enlace::auth::storage
