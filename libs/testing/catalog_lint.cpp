#include "libs/testing/catalog_lint.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "libs/testing/sql.h"

namespace enlace::testing {
namespace {

constexpr const char* kFolder = ENLACE_SOURCE_DIR "/deploy/postgres/";

std::string ContentOf(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + " can't be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::vector<std::string> LintCatalog(const std::string& admin_url, const std::string& runtime_role,
                                     const CatalogAllowances& allowances) {
  const auto rows = RunSql(admin_url, ContentOf(kFolder + std::string("catalog_lint.sql")),
                           db::Params()
                               .Text(runtime_role)
                               .TextArray(allowances.tables_without_tenant)
                               .TextArray(allowances.definer_functions)
                               .TextArray(allowances.letterboxes));
  std::vector<std::string> violations;
  violations.reserve(static_cast<std::size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) violations.emplace_back(rows[i].Text("violation"));
  return violations;
}

CatalogAllowances AllowancesOf(const std::string& service) {
  const auto all =
      nlohmann::json::parse(ContentOf(kFolder + std::string("catalog_allowances.json")));
  const auto& own = all.at(service);
  return {.tables_without_tenant = own.at("tablesWithoutTenant"),
          .letterboxes = own.at("letterboxes"),
          .definer_functions = own.at("definerFunctions")};
}

}  // namespace enlace::testing
