#include "tests/bench/client/data_set.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "absl/strings/str_format.h"
#include "libs/core/data_key_file.h"
#include "libs/core/local_key_management.h"
#include "libs/core/ulid.h"

namespace enlace::bench {

namespace {

std::string TextOf(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("can't read " + path);
  return text.str();
}

}  // namespace

DataSet DataSet::Read(const std::string& path) {
  DataSet set;
  const auto json = nlohmann::json::parse(TextOf(path));
  const auto kms = core::LocalKeyManagement::FromHex(TextOf(json.at("kmsKeyFile")));
  if (!kms.ok()) throw std::runtime_error(std::string(kms.status().message()));
  const auto keys = core::OpenDataKeys(TextOf(json.at("dataKeyFile")), *kms);
  if (!keys.ok()) throw std::runtime_error(std::string(keys.status().message()));
  const auto page_tokens = std::make_shared<const rpc::PageTokens>(*keys);
  for (const auto& item : json.at("tenants")) {
    set.tenants.push_back({.id = core::Ulid::FromUuid(std::string(item.at("uuid"))).value(),
                           .key = item.at("key"),
                           .page_tokens = page_tokens,
                           .weight = item.at("weight"),
                           .first_patient = item.at("firstPatient"),
                           .patients = item.at("patients"),
                           .first_doctor = item.at("firstDoctor"),
                           .doctors = item.at("doctors")});
  }
  if (set.tenants.empty()) throw std::runtime_error(path + " names no tenant");
  return set;
}

const TenantData& DataSet::Any(Random& random) const {
  std::int64_t total = 0;
  for (const auto& tenant : tenants) total += tenant.weight;
  std::int64_t left = AnyOf(0, total, random);
  for (const auto& tenant : tenants) {
    left -= tenant.weight;
    if (left < 0) return tenant;
  }
  return tenants.back();
}

std::string IdOf(std::int64_t number) {
  const auto uuid = absl::StrFormat("01990000-0000-7000-8000-%012d", number);
  return core::Ulid::FromUuid(uuid).value().ToString();
}

std::int64_t AnyOf(std::int64_t first, std::int64_t count, Random& random) {
  return std::uniform_int_distribution<std::int64_t>(first, first + count - 1)(random);
}

}  // namespace enlace::bench
