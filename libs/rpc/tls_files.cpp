#include "libs/rpc/tls_files.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"

namespace enlace::rpc {
namespace {

constexpr const char* kCertificate = "ENLACE_TLS_CERT_FILE";
constexpr const char* kKey = "ENLACE_TLS_KEY_FILE";
constexpr const char* kAuthority = "ENLACE_TLS_CA_FILE";

template <auto Function>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    Function(object);
  }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Store = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;
using Context = std::unique_ptr<X509_STORE_CTX, Free<X509_STORE_CTX_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;

void FreeChain(STACK_OF(X509) * chain) { sk_X509_pop_free(chain, X509_free); }
using Chain = std::unique_ptr<STACK_OF(X509), Free<FreeChain>>;

// Null when the file can't be read.
Bio Open(const std::string& path) { return Bio(BIO_new_file(path.c_str(), "r")); }

// Empty when the file holds none.
Chain ReadCertificates(const std::string& path) {
  Chain all(sk_X509_new_null());
  const Bio file = Open(path);
  while (file) {
    X509* next = PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr);
    if (next == nullptr) break;
    sk_X509_push(all.get(), next);
  }
  return all;
}

// A file under a password must not ask the terminal for it.
int NoPassword(char*, int, int, void*) { return 0; }

Key ReadKey(const std::string& path) {
  const Bio file = Open(path);
  if (!file) return nullptr;
  return Key(PEM_read_bio_PrivateKey(file.get(), nullptr, NoPassword, nullptr));
}

// Why the authorities do not vouch for the first of `chain`; empty when they do.
std::string_view VerifyError(STACK_OF(X509) * chain, STACK_OF(X509) * authorities) {
  const Store store(X509_STORE_new());
  for (int i = 0; i < sk_X509_num(authorities); ++i) {
    X509_STORE_add_cert(store.get(), sk_X509_value(authorities, i));
  }
  const Context context(X509_STORE_CTX_new());
  X509_STORE_CTX_init(context.get(), store.get(), sk_X509_value(chain, 0), chain);
  if (X509_verify_cert(context.get()) == 1) return "";
  return X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
}

bool HasUri(const X509* certificate, std::string_view uri) {
  const Names names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const auto* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const auto* text = name->d.uniformResourceIdentifier;
    if (uri == std::string_view(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                                static_cast<std::size_t>(ASN1_STRING_length(text)))) {
      return true;
    }
  }
  return false;
}

void Check(core::Config& config, const TlsFiles& files, std::string_view service) {
  const auto chain = ReadCertificates(files.certificate);
  const auto authorities = ReadCertificates(files.authority);
  const auto key = ReadKey(files.key);
  const bool has_certificate = sk_X509_num(chain.get()) > 0;
  const bool has_authority = sk_X509_num(authorities.get()) > 0;
  if (!has_certificate) {
    config.Refuse(kCertificate, "is wrong: the file must hold a certificate in PEM");
  }
  if (!key) config.Refuse(kKey, "is wrong: the file must hold a private key in PEM, unencrypted");
  if (!has_authority) {
    config.Refuse(kAuthority, "is wrong: the file must hold the authority's certificate in PEM");
  }
  if (!has_certificate) return;
  auto* own = sk_X509_value(chain.get(), 0);
  if (key && X509_check_private_key(own, key.get()) != 1) {
    config.Refuse(kKey, absl::StrCat("is not the key of the certificate in ", kCertificate));
  }
  if (!HasUri(own, ServiceUri(service))) {
    config.Refuse(kCertificate,
                  absl::StrCat("is of another process: its subjectAltName must have the URI ",
                               ServiceUri(service)));
  }
  if (!has_authority) return;
  if (const auto error = VerifyError(chain.get(), authorities.get()); !error.empty()) {
    config.Refuse(kCertificate, absl::StrCat("is not good by ", kAuthority, ": ", core::Absl(error),
                                             "; have the authority sign a new one"));
  }
}

}  // namespace

std::string ServiceUri(std::string_view service) {
  return absl::StrCat("spiffe://enlace/service/", core::Absl(service));
}

std::optional<TlsFiles> ReadTlsFiles(core::Config& config, std::string_view service) {
  TlsFiles files{.certificate = config.Optional(kCertificate, ""),
                 .key = config.Optional(kKey, ""),
                 .authority = config.Optional(kAuthority, "")};
  const std::array<std::pair<const char*, bool>, 3> all = {
      {{kCertificate, files.certificate.empty()},
       {kKey, files.key.empty()},
       {kAuthority, files.authority.empty()}}};
  const auto is_missing = [](const auto& file) { return file.second; };
  if (std::all_of(all.begin(), all.end(), is_missing)) return std::nullopt;
  if (std::none_of(all.begin(), all.end(), is_missing)) {
    Check(config, files, service);
    return files;
  }
  for (const auto& [name, missing] : all) {
    if (!missing) continue;
    config.Refuse(name, absl::StrCat("is not set: ", kCertificate, ", ", kKey, " and ", kAuthority,
                                     " go together"));
  }
  return std::nullopt;
}

std::optional<absl::Time> ExpiryOf(const TlsFiles& files) {
  const auto chain = ReadCertificates(files.certificate);
  if (sk_X509_num(chain.get()) == 0) return std::nullopt;
  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(sk_X509_value(chain.get(), 0)), &end) != 1) {
    return std::nullopt;
  }
  return absl::FromTM(end, absl::UTCTimeZone());
}

bool IsUnixSocket(std::string_view address) {
  return address.starts_with("unix:") || address.starts_with("unix-abstract:");
}

std::string ReadServiceAddress(core::Config& config, const std::string& name,
                               std::string_view service) {
  auto address =
      config.Required(name, absl::StrCat("the ", core::Absl(service), " service's gRPC address"));
  if (!address.empty() && config.Optional(kCertificate, "").empty() &&
      IsReachableFromOutside(address)) {
    config.Refuse(name, absl::StrCat("is ", address,
                                     ", which is not of this machine: give the process a "
                                     "certificate (",
                                     kCertificate, ", ", kKey, ", ", kAuthority, ")"));
  }
  return address;
}

bool IsReachableFromOutside(std::string_view address) {
  if (IsUnixSocket(address)) return false;
  for (const std::string_view scheme : {"ipv4:", "ipv6:", "dns:"}) {
    if (address.starts_with(scheme)) address.remove_prefix(scheme.size());
  }
  const auto host = address.substr(0, address.rfind(':'));
  // "127.example.com" is a name like others.
  return !(host == "localhost" || host == "[::1]" ||
           (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos));
}

}  // namespace enlace::rpc
