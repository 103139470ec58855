#include "libs/rpc/certificate_fixture.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <sstream>

#include "absl/time/clock.h"

namespace enlace::rpc {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

std::uint64_t RandomNumber() {
  std::uint64_t number = 0;
  REQUIRE(RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number) == 1);
  return number;
}

void Extend(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  REQUIRE(extension);
  X509_add_ext(certificate, extension.get(), -1);
}

// Not signed yet.
Certificate NewCertificate(EVP_PKEY* key, const std::string& name, absl::Time until) {
  Certificate made(X509_new());
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), RandomNumber());
  const auto now = absl::Now();
  X509_time_adj_ex(X509_getm_notBefore(made.get()), 0, -3600, nullptr);
  const auto left = std::min(until - now, absl::Hours(24));
  X509_time_adj_ex(X509_getm_notAfter(made.get()), 0, static_cast<long>(left / absl::Seconds(1)),
                   nullptr);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_pubkey(made.get(), key);
  return made;
}

template <typename Write>
std::string Pem(Write write) {
  const std::unique_ptr<BIO, Free> memory(BIO_new(BIO_s_mem()));
  write(memory.get());
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

CertificateFolder::CertificateFolder()
    : path_(std::filesystem::temp_directory_path() /
            ("enlace-tls-" + std::to_string(RandomNumber()))) {
  std::filesystem::create_directory(path_);
}

CertificateFolder::~CertificateFolder() { std::filesystem::remove_all(path_); }

struct TestAuthority::Signer {
  Key key{EVP_EC_gen("P-256")};
  Certificate certificate = NewCertificate(key.get(), "authority " + std::to_string(RandomNumber()),
                                           absl::InfiniteFuture());
};

TestAuthority::TestAuthority() : signer_(std::make_unique<const Signer>()) {
  auto* own = signer_->certificate.get();
  X509_set_issuer_name(own, X509_get_subject_name(own));
  Extend(own, own, NID_basic_constraints, "critical,CA:TRUE");
  REQUIRE(X509_sign(own, signer_->key.get(), EVP_sha256()) > 0);
}

TestAuthority::~TestAuthority() = default;

std::string TestAuthority::pem() const {
  return Pem([this](BIO* out) { PEM_write_bio_X509(out, signer_->certificate.get()); });
}

TlsFiles TestAuthority::Issue(const std::string& prefix, const CertificateRequest& request) const {
  const Key key(EVP_EC_gen("P-256"));
  const auto made = NewCertificate(key.get(), request.dns, request.until);
  auto* issuer = signer_->certificate.get();
  X509_set_issuer_name(made.get(), X509_get_subject_name(issuer));
  std::string names = "DNS:" + request.dns + ",IP:127.0.0.1";
  if (!request.uri.empty()) names += ",URI:" + request.uri;
  Extend(made.get(), issuer, NID_subject_alt_name, names);
  REQUIRE(X509_sign(made.get(), signer_->key.get(), EVP_sha256()) > 0);

  TlsFiles files{prefix + ".crt", prefix + ".key", prefix + ".ca"};
  ReplaceFile(files.certificate, Pem([&](BIO* out) { PEM_write_bio_X509(out, made.get()); }));
  ReplaceFile(files.key, Pem([&](BIO* out) {
                PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
              }));
  ReplaceFile(files.authority, pem());
  return files;
}

void ReplaceFile(const std::string& path, const std::string& content) {
  std::ofstream(path + ".new", std::ios::binary) << content;
  std::filesystem::rename(path + ".new", path);
}

void ReplaceFiles(const TlsFiles& to, const TlsFiles& from) {
  ReplaceFile(to.key, ReadWhole(from.key));
  ReplaceFile(to.certificate, ReadWhole(from.certificate));
  ReplaceFile(to.authority, ReadWhole(from.authority));
}

std::string ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace enlace::rpc
