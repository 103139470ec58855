#include "libs/catalog/live_catalogs.h"

#include <catch2/catch_test_macros.hpp>
#include <functional>

#include "absl/time/clock.h"
#include "libs/testing/database.h"
#include "libs/testing/sql.h"

namespace enlace::catalog {
namespace {

constexpr absl::CivilDay kToday(2026, 11, 21);

struct Fixture {
  explicit Fixture(const char* service) : server(service) {
    auto opened = db::PlatformDatabase::Open({.url = server.RelayUrl(), .pool_size = 1});
    REQUIRE(opened.ok());
    database = *std::move(opened);
    auto started = LiveCatalogs::Start(*database, absl::Milliseconds(20));
    REQUIRE(started.ok());
    catalogs = *std::move(started);
  }

  void Sql(const std::string& sql) { enlace::testing::RunSql(server.AdminUrl(), sql); }

  bool Eventually(const std::function<bool(const Catalogs&)>& holds) {
    const auto deadline = absl::Now() + absl::Seconds(10);
    while (absl::Now() < deadline) {
      if (holds(*catalogs->Current())) return true;
    }
    return false;
  }

  enlace::testing::TestDatabase server;
  std::unique_ptr<db::PlatformDatabase> database;
  std::unique_ptr<LiveCatalogs> catalogs;
};

TEST_CASE("both services have the same catalogues from the start") {
  for (const char* service : {"patient", "appointment"}) {
    const Fixture f(service);
    const auto catalogs = f.catalogs->Current();
    REQUIRE(catalogs->all().size() == 5);
    CHECK(catalogs->Find(kDocumentTypes)->entries().size() == 18);
    CHECK(catalogs->Find(kModalities)->entries().size() == 9);
    CHECK(catalogs->Find(kEps)->entries().size() == 13);
    CHECK(catalogs->Find(kModalities)->Find("06", kToday)->code == "TELEMEDICINE_INTERACTIVE");
    CHECK(catalogs->Find(kGenders)->Find("02", kToday)->name_es == "Femenino");
    const auto* ti = catalogs->Find(kDocumentTypes)->Find("TI", kToday);
    CHECK(ti->rules.digits_only);
    CHECK(ti->rules.min_age == 7);
    CHECK(catalogs->Find("colours") == nullptr);
  }
}

TEST_CASE("a changed list is seen without a restart, and its version tells it") {
  Fixture f("patient");
  const auto before = f.catalogs->Current();
  f.Sql(
      "INSERT INTO catalog_entries (catalog, code, name_es, name_en)"
      " VALUES ('eps', 'EPS999', 'Nueva', 'New')");
  CHECK(f.Eventually(
      [](const Catalogs& now) { return now.Find(kEps)->Find("EPS999", kToday) != nullptr; }));
  CHECK(f.catalogs->Current()->Find(kEps)->version() == before->Find(kEps)->version() + 1);
  CHECK(f.catalogs->Current()->Find(kGenders)->version() == before->Find(kGenders)->version());
  // Who still holds the old ones goes on with them.
  CHECK(before->Find(kEps)->Find("EPS999", kToday) == nullptr);

  f.Sql("UPDATE catalog_entries SET valid_to = '2026-11-20' WHERE code = 'EPS999'");
  CHECK(f.Eventually([](const Catalogs& now) {
    return !now.Find(kEps)->Find("EPS999", kToday)->IsValidOn(kToday);
  }));
  f.Sql("DELETE FROM catalog_entries WHERE code = 'EPS999'");
  CHECK(f.Eventually(
      [](const Catalogs& now) { return now.Find(kEps)->Find("EPS999", kToday) == nullptr; }));
}

TEST_CASE("the last catalogues stay while the database refuses to answer") {
  Fixture f("patient");
  f.Sql("REVOKE SELECT ON catalogs FROM enlace_patient_relay");
  f.Sql(
      "INSERT INTO catalog_entries (catalog, code, name_es, name_en)"
      " VALUES ('eps', 'EPS998', 'Nueva', 'New')");
  CHECK(f.catalogs->Current()->Find(kEps)->Find("EPS005", kToday) != nullptr);
  f.Sql("GRANT SELECT ON catalogs TO enlace_patient_relay");
  CHECK(f.Eventually(
      [](const Catalogs& now) { return now.Find(kEps)->Find("EPS998", kToday) != nullptr; }));
}

TEST_CASE("services can't change a list, and a code can't mean two things on one day") {
  Fixture f("patient");
  for (const auto& url : {f.server.RuntimeUrl(), f.server.RelayUrl()}) {
    CHECK_THROWS(enlace::testing::RunSql(
        url, "UPDATE catalog_entries SET name_en = 'x' WHERE catalog = 'eps'"));
  }
  CHECK_THROWS(
      f.Sql("INSERT INTO catalog_entries (catalog, code, name_es, name_en, valid_from)"
            " VALUES ('eps', 'EPS005', 'Otra', 'Other', '2026-01-01')"));
}

}  // namespace
}  // namespace enlace::catalog
