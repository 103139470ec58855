#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "libs/core/ulid.h"
#include "libs/rpc/page.h"

namespace enlace::bench {

// A tenant of the seeded data set. Its patients and doctors are numbered; tests/bench/seed.sql
// makes every id, document and e-mail from such a number.
struct TenantData {
  core::Ulid id;
  // API key.
  std::string key;
  // Made as the services make them, so that a list can begin anywhere.
  std::shared_ptr<const rpc::PageTokens> page_tokens;
  // How often it is chosen, relative to the others.
  int weight = 1;
  std::int64_t first_patient = 0, patients = 0;
  std::int64_t first_doctor = 0, doctors = 0;
};

using Random = std::mt19937_64;

struct DataSet {
  std::vector<TenantData> tenants;

  // Reads the file that the orchestrator wrote; throws std::exception with a plain message.
  static DataSet Read(const std::string& path);

  const TenantData& Any(Random& random) const;
};

// The id in the API of patient or doctor `number`.
std::string IdOf(std::int64_t number);

// From `first` on, `count` numbers, all equally likely.
std::int64_t AnyOf(std::int64_t first, std::int64_t count, Random& random);

}  // namespace enlace::bench
