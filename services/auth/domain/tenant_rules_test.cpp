#include "services/auth/domain/tenant_rules.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <functional>

namespace enlace::auth {
namespace {

NewTenant GoodTenant() {
  NewTenant tenant;
  tenant.name = "Clínica Alpha";
  tenant.slug = "alpha";
  tenant.host_names = {"alpha.example.com"};
  tenant.tax_id = "900123456-7";
  tenant.time_zone = "America/Bogota";
  return tenant;
}

TEST_CASE("a good tenant passes and takes its stored form") {
  auto tenant = GoodTenant();
  tenant.name = "  Clínica Alpha ";
  tenant.slug = " Alpha ";
  tenant.host_names = {"Alpha.Example.COM"};
  tenant.time_zone = "";
  std::vector<core::Violation> violations;
  CheckNewTenant(tenant, violations);
  CHECK(violations.empty());
  CHECK(tenant.name == "Clínica Alpha");
  CHECK(tenant.slug == "alpha");
  CHECK(tenant.host_names == std::vector<std::string>{"alpha.example.com"});
  CHECK(tenant.time_zone == "America/Bogota");
}

TEST_CASE("a tenant needs no slug, host name or tax id") {
  NewTenant tenant;
  tenant.name = "AB";
  std::vector<core::Violation> violations;
  CheckNewTenant(tenant, violations);
  CHECK(violations.empty());
}

struct Case {
  const char* what;
  std::function<void(NewTenant&)> spoil;
  const char* field;
  const char* reason;
};

TEST_CASE("each rule names its field") {
  const auto c = GENERATE(from_range(std::vector<Case>{
      {"no name", [](auto& t) { t.name = " "; }, "name", "REQUIRED"},
      {"a name of one letter", [](auto& t) { t.name = "A"; }, "name", "TEXT_LENGTH"},
      {"a name of 121 letters", [](auto& t) { t.name = std::string(121, 'a'); }, "name",
       "TEXT_LENGTH"},
      {"NUL in the name", [](auto& t) { t.name = std::string("a\0b", 3); }, "name", "TEXT_CONTROL"},
      {"a space in the slug", [](auto& t) { t.slug = "a b"; }, "slug", "SLUG_FORMAT"},
      {"a slug with a hyphen at the end", [](auto& t) { t.slug = "a-"; }, "slug", "SLUG_FORMAT"},
      {"a slug of 64 letters", [](auto& t) { t.slug = std::string(64, 'a'); }, "slug",
       "SLUG_FORMAT"},
      {"a dot in the slug", [](auto& t) { t.slug = "a.b"; }, "slug", "SLUG_FORMAT"},
      {"a host name without dot", [](auto& t) { t.host_names = {"localhost"}; }, "hostNames[0]",
       "HOST_NAME_FORMAT"},
      {"a host name with an empty label", [](auto& t) { t.host_names = {"a..b"}; }, "hostNames[0]",
       "HOST_NAME_FORMAT"},
      {"a URL as host name",
       [](auto& t) {
         t.host_names = {"a.com", "https://b.com"};
       },
       "hostNames[1]", "HOST_NAME_FORMAT"},
      {"a host name twice",
       [](auto& t) {
         t.host_names = {"a.com", "A.com"};
       },
       "hostNames[1]", "REPEATED"},
      {"21 host names", [](auto& t) { t.host_names.assign(21, "a.com"); }, "hostNames",
       "LIST_LENGTH"},
      {"a long tax id", [](auto& t) { t.tax_id = std::string(41, '1'); }, "taxId", "TEXT_LENGTH"},
      {"an unknown zone", [](auto& t) { t.time_zone = "America/Macondo"; }, "timeZone",
       "TIME_ZONE"},
      {"201 offices", [](auto& t) { t.offices = std::vector<int>(201); }, "offices", "LIST_LENGTH"},
  }));
  INFO(c.what);
  auto tenant = GoodTenant();
  c.spoil(tenant);
  std::vector<core::Violation> violations;
  CheckNewTenant(tenant, violations);
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].field == c.field);
  CHECK(violations[0].reason == c.reason);
}

TEST_CASE("everything that is wrong is said at once") {
  NewTenant tenant;
  tenant.slug = "!";
  tenant.host_names = {"x"};
  tenant.time_zone = "Nowhere";
  std::vector<core::Violation> violations = {{"branding.logo", "NUMBER_RANGE", "found before"}};
  CheckNewTenant(tenant, violations);
  CHECK(violations.size() == 5);
}

TEST_CASE("a change is held to the same rules, and only where it changes") {
  TenantChanges changes;
  std::vector<core::Violation> violations;
  CheckTenantChanges(changes, violations);
  CHECK(violations.empty());
  CHECK(changes.empty());
  changes.name = "A";
  changes.time_zone = "";
  changes.tax_id = " 9 ";
  CheckTenantChanges(changes, violations);
  CHECK(violations.size() == 2);
  CHECK(changes.tax_id == "9");
}

TEST_CASE("what settings say about codes is judged when they are written") {
  const auto fields = [](const nlohmann::json& settings) {
    TenantChanges changes;
    changes.settings = settings;
    std::vector<core::Violation> violations;
    CheckTenantChanges(changes, violations);
    std::vector<std::string> found;
    for (const auto& violation : violations) found.push_back(violation.field);
    return found;
  };
  CHECK(fields({{"colour", "blue"}, {"country", "PE"}}).empty());
  CHECK(fields({{"country", "ZZ"}}) == std::vector<std::string>{"settings.country"});
  CHECK(fields({{"catalogs", {{"unknownEps", "maybe"}, {"eps", 1}}}}) ==
        std::vector<std::string>{"settings.catalogs.eps", "settings.catalogs.unknownEps"});
}

}  // namespace
}  // namespace enlace::auth
