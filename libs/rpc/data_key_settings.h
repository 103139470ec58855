#pragma once

#include <memory>

#include "libs/core/config.h"
#include "libs/core/data_keys.h"
#include "libs/core/key_management.h"

namespace enlace::rpc {

// The key-management service of this installation: the keys of ENLACE_KMS_KEY_FILE. Null, with a
// mistake in `config`, where they are missing or wrong.
std::unique_ptr<const core::KeyManagement> ReadKeyManagement(core::Config& config);

// The keys of ENLACE_DATA_KEY_FILE, decrypted by the key-management service. Null, with a mistake
// in `config`, where they are missing or don't open.
std::unique_ptr<const core::DataKeys> ReadDataKeys(core::Config& config);

}  // namespace enlace::rpc
