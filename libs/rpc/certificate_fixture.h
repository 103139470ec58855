#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "libs/rpc/tls_files.h"

namespace enlace::rpc {

// For tests: a folder of one's own, which goes with the object.
class CertificateFolder {
 public:
  CertificateFolder();
  ~CertificateFolder();
  CertificateFolder(const CertificateFolder&) = delete;
  CertificateFolder& operator=(const CertificateFolder&) = delete;

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  const std::filesystem::path path_;
};

struct CertificateRequest {
  // ServiceUri("patient").
  std::string uri;
  // A name by which others reach it.
  std::string dns = "localhost";
  // Since an hour ago.
  absl::Time until = absl::InfiniteFuture();
};

// For tests: a certificate authority in memory.
class TestAuthority {
 public:
  TestAuthority();
  ~TestAuthority();

  // The authority's certificate in PEM.
  std::string pem() const;
  // Writes a new key and its certificate, and who signed it, to `prefix`.crt, .key and .ca.
  TlsFiles Issue(const std::string& prefix, const CertificateRequest& request) const;
  // The certificate of a service, with its name.
  TlsFiles IssueTo(const std::string& prefix, const std::string& service) const {
    return Issue(prefix, {.uri = ServiceUri(service), .dns = service});
  }

 private:
  struct Signer;
  const std::unique_ptr<const Signer> signer_;
};

// Replaces the content of a file at once, as whoever rotates certificates should.
void ReplaceFile(const std::string& path, const std::string& content);
// Puts the content of `from` into `to`, all three files.
void ReplaceFiles(const TlsFiles& to, const TlsFiles& from);
std::string ReadWhole(const std::string& path);

}  // namespace enlace::rpc
