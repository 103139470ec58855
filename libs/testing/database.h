#pragma once

#include <string>
#include <string_view>

namespace enlace::testing {

// A fresh, migrated database of one service, for one test: a copy of the template
// `enlace_test_<service>` in the private cluster that ENLACE_TEST_PG names (a libpq keyword string
// of a superuser, without dbname; `make test` sets it). Dropped by the destructor, whoever is
// still connected. The constructor throws std::runtime_error that says what to do.
class TestDatabase {
 public:
  // auth, patient, appointment or audit.
  explicit TestDatabase(std::string_view service);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  // libpq connection strings, one per role.
  std::string RuntimeUrl() const { return UrlOf("enlace_" + service_ + "_runtime"); }
  std::string RelayUrl() const { return UrlOf("enlace_" + service_ + "_relay"); }
  std::string OwnerUrl() const { return UrlOf("enlace_" + service_ + "_owner"); }
  // Of the auth service only.
  std::string PlatformUrl() const { return UrlOf("enlace_" + service_ + "_platform"); }
  // A superuser: sees through every policy.
  std::string AdminUrl() const;

  const std::string& name() const { return name_; }

 private:
  std::string UrlOf(const std::string& role) const;

  const std::string service_;
  const std::string cluster_url_;
  const std::string name_;
};

}  // namespace enlace::testing
