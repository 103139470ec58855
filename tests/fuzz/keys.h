#pragma once

#include <string>

#include "libs/core/data_keys.h"

namespace enlace::fuzz {

// The same in each run, so that an input repeats what it did.
inline core::DataKeys Keys() { return *core::DataKeys::FromHex(std::string(64, 'a')); }

}  // namespace enlace::fuzz
