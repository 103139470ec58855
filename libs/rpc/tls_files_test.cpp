#include "libs/rpc/tls_files.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <map>
#include <string>

#include "absl/time/clock.h"
#include "libs/rpc/certificate_fixture.h"

namespace enlace::rpc {
namespace {

using Catch::Matchers::ContainsSubstring;

using Values = std::map<std::string, std::string>;

core::Config ConfigOf(const Values& values) {
  return core::Config([values](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end() || found->second.empty()) return std::nullopt;
    return found->second;
  });
}

// What is said of the files when they are those of `service`; empty when they are good.
std::string Complaint(const TlsFiles& files, const std::string& service = "patient") {
  auto config = ConfigOf({{"ENLACE_TLS_CERT_FILE", files.certificate},
                          {"ENLACE_TLS_KEY_FILE", files.key},
                          {"ENLACE_TLS_CA_FILE", files.authority}});
  const auto read = ReadTlsFiles(config, service);
  if (config.status().ok() && read) {
    CHECK(read->certificate == files.certificate);
    CHECK(read->key == files.key);
    CHECK(read->authority == files.authority);
  }
  return std::string(config.status().message());
}

TEST_CASE("the files of a process are all three or none") {
  const CertificateFolder folder;
  const auto good = TestAuthority().IssueTo(folder / "patient", "patient");
  CHECK(Complaint(good).empty());
  CHECK(Complaint({}).empty());
  CHECK_THAT(Complaint({.certificate = good.certificate, .key = good.key}),
             ContainsSubstring("ENLACE_TLS_CA_FILE is not set"));
  CHECK_THAT(Complaint({.authority = good.authority}),
             ContainsSubstring("ENLACE_TLS_CERT_FILE is not set") &&
                 ContainsSubstring("ENLACE_TLS_KEY_FILE is not set"));
}

TEST_CASE("the end of a certificate is read from its file") {
  const CertificateFolder folder;
  const auto until = absl::Now() + absl::Hours(1);
  auto files = TestAuthority().Issue(folder / "patient", {.uri = "", .until = until});
  const auto end = ExpiryOf(files);
  REQUIRE(end);
  // A certificate has whole seconds, counted from when it was made.
  CHECK(*end > until - absl::Seconds(2));
  CHECK(*end <= absl::Now() + absl::Hours(1));
  files.certificate = files.key;
  CHECK_FALSE(ExpiryOf(files));
  files.certificate = folder / "nothing";
  CHECK_FALSE(ExpiryOf(files));
}

TEST_CASE("files by which nobody would take the process for what it is are refused") {
  const CertificateFolder folder;
  const TestAuthority authority;
  auto files = authority.IssueTo(folder / "patient", "patient");
  const auto other = TestAuthority().IssueTo(folder / "other", "patient");
  SECTION("no file") {
    files.certificate = folder / "nothing";
    CHECK_THAT(Complaint(files), ContainsSubstring("ENLACE_TLS_CERT_FILE is wrong"));
  }
  SECTION("the key in place of the certificate, and the other way round") {
    std::swap(files.key, files.certificate);
    CHECK_THAT(Complaint(files), ContainsSubstring("ENLACE_TLS_CERT_FILE is wrong") &&
                                     ContainsSubstring("ENLACE_TLS_KEY_FILE is wrong"));
  }
  SECTION("an authority that is none") {
    files.authority = files.key;
    CHECK_THAT(Complaint(files), ContainsSubstring("ENLACE_TLS_CA_FILE is wrong"));
  }
  SECTION("a key of another certificate") {
    files.key = other.key;
    CHECK_THAT(Complaint(files), ContainsSubstring("ENLACE_TLS_KEY_FILE is not the key"));
  }
  SECTION("another authority") {
    files.authority = other.authority;
    CHECK_THAT(Complaint(files), ContainsSubstring("is not good by ENLACE_TLS_CA_FILE"));
  }
  SECTION("a certificate that has ended") {
    files = authority.Issue(
        folder / "ended", {.uri = ServiceUri("patient"), .until = absl::Now() - absl::Minutes(1)});
    CHECK_THAT(Complaint(files), ContainsSubstring("certificate has expired"));
  }
  SECTION("another process's certificate") {
    CHECK_THAT(Complaint(files, "auth"), ContainsSubstring("spiffe://enlace/service/auth"));
  }
}

TEST_CASE("one file may hold certificate and key") {
  const CertificateFolder folder;
  auto files = TestAuthority().IssueTo(folder / "patient", "patient");
  ReplaceFile(folder / "both", ReadWhole(files.certificate) + ReadWhole(files.key));
  files.certificate = files.key = folder / "both";
  CHECK(Complaint(files).empty());
}

TEST_CASE("an address is of this machine alone, or others reach it") {
  const auto* own = GENERATE("127.0.0.1:50052", "127.8.8.8:1", "localhost:50052", "[::1]:50052",
                             "ipv4:127.0.0.1:50052", "ipv6:[::1]:50052", "dns:localhost:50052",
                             "unix:/run/enlace/patient.sock", "unix-abstract:patient");
  CHECK_FALSE(IsReachableFromOutside(own));
  const auto* open =
      GENERATE("0.0.0.0:50052", "[::]:50052", "10.0.0.7:50052", "patient:50052", ":50052",
               "*:50052", "1127.0.0.1:50052", "127.example.com:50052", "unixsrv01:50052");
  CHECK(IsReachableFromOutside(open));
}

TEST_CASE("a process without a certificate calls services of this machine alone") {
  const auto complaint = [](const Values& values) {
    auto config = ConfigOf(values);
    ReadServiceAddress(config, "ENLACE_AUDIT_ADDRESS", "audit");
    return std::string(config.status().message());
  };
  CHECK(complaint({{"ENLACE_AUDIT_ADDRESS", "unix:/run/enlace/audit.sock"}}).empty());
  CHECK(complaint({{"ENLACE_AUDIT_ADDRESS", "127.0.0.1:50054"}}).empty());
  CHECK_THAT(complaint({}), ContainsSubstring("the audit service's gRPC address"));
  CHECK_THAT(
      complaint({{"ENLACE_AUDIT_ADDRESS", "audit:50054"}}),
      ContainsSubstring("ENLACE_AUDIT_ADDRESS is audit:50054, which is not of this machine"));
  CHECK(complaint({{"ENLACE_AUDIT_ADDRESS", "audit:50054"}, {"ENLACE_TLS_CERT_FILE", "a.crt"}})
            .empty());
}

}  // namespace
}  // namespace enlace::rpc
