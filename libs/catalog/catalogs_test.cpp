#include "libs/catalog/catalogs.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::catalog {
namespace {

Entry Version(std::string name, std::optional<absl::CivilDay> from,
              std::optional<absl::CivilDay> to) {
  return {.code = "EPS001", .name_en = std::move(name), .valid_from = from, .valid_to = to};
}

TEST_CASE("a code means what it meant on the day") {
  const Catalog catalog({"eps", "", ""}, 1,
                        {Version("new", absl::CivilDay(2025, 1, 1), std::nullopt),
                         Version("old", std::nullopt, absl::CivilDay(2023, 12, 31))});
  CHECK(catalog.Find("EPS001", absl::CivilDay(2023, 12, 31))->name_en == "old");
  CHECK(catalog.Find("EPS001", absl::CivilDay(2025, 1, 1))->name_en == "new");
  CHECK(catalog.Find("EPS002", absl::CivilDay(2025, 1, 1)) == nullptr);
}

TEST_CASE("between two versions the last one is found, and is not valid") {
  const absl::CivilDay between(2024, 6, 1);
  const Catalog catalog({"eps", "", ""}, 1,
                        {Version("old", std::nullopt, absl::CivilDay(2023, 12, 31)),
                         Version("new", absl::CivilDay(2025, 1, 1), std::nullopt)});
  const auto* found = catalog.Find("EPS001", between);
  REQUIRE(found != nullptr);
  CHECK(!found->IsValidOn(between));
}

TEST_CASE("a national code finds the entry") {
  Entry entry{.code = "F", .attributes = {{"nationalCode", "02"}}};
  ReadAttributes(entry);
  const Catalog catalog({"genders", "", ""}, 1, {entry});
  CHECK(catalog.Find("02", absl::CivilDay(2026, 1, 1))->code == "F");
}

TEST_CASE("attributes of another shape count for nothing") {
  Entry entry{.code = "CC", .attributes = {{"characters", 7}, {"minAge", "old"}, {"lengths", {}}}};
  ReadAttributes(entry);
  CHECK(entry.rules == DocumentRules{});
}

TEST_CASE("one bound of the length moves the other where they would cross") {
  Entry long_one{.code = "A", .attributes = {{"minLength", 25}}};
  ReadAttributes(long_one);
  CHECK(long_one.rules.IsUsualLength(25));
  Entry short_one{.code = "B", .attributes = {{"maxLength", 3}}};
  ReadAttributes(short_one);
  CHECK(short_one.rules.IsUsualLength(3));
  CHECK(!short_one.rules.IsUsualLength(4));
}

}  // namespace
}  // namespace enlace::catalog
