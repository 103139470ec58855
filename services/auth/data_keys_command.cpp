#include "services/auth/data_keys_command.h"

#include <sodium.h>

#include <iostream>
#include <iterator>

#include "libs/core/config.h"
#include "libs/core/data_key_file.h"
#include "libs/rpc/data_key_settings.h"

namespace enlace::auth {

absl::Status WriteDataKeys(const std::vector<std::string>& arguments) {
  const bool adds = arguments == std::vector<std::string>{"add"};
  if (!adds && arguments != std::vector<std::string>{"rewrap"}) {
    return absl::InvalidArgumentError("usage: enlace-auth data-keys rewrap|add <FILE >NEW");
  }
  if (sodium_init() < 0) return absl::InternalError("libsodium can't be initialized");
  core::Config config;
  const auto kms = enlace::rpc::ReadKeyManagement(config);
  if (!kms) return config.status();
  const std::string lines{std::istreambuf_iterator<char>(std::cin), {}};
  const auto written = adds ? core::AddDataKey(lines, *kms) : core::RewrapDataKeys(lines, *kms);
  if (!written.ok()) return written.status();
  std::cout << *written << std::flush;
  return std::cout.good() ? absl::OkStatus()
                          : absl::InternalError("standard output can't be written to");
}

}  // namespace enlace::auth
