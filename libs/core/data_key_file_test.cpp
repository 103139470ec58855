#include "libs/core/data_key_file.h"

#include <catch2/catch_test_macros.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "libs/core/local_key_management.h"
#include "libs/core/sealer.h"

namespace enlace::core {
namespace {

const std::string kOld(64, 'a');
const std::string kNew(64, 'b');
const std::string kPlain = std::string(64, '1') + "\n" + std::string(64, '2') + "\n";

LocalKeyManagement KmsOf(const std::string& lines) { return *LocalKeyManagement::FromHex(lines); }

Sealer SealerOf(const DataKeys& keys) { return {keys, KeyPurpose::kTotpSecrets}; }

std::vector<std::string> LinesOf(const std::string& text) {
  return absl::StrSplit(text, '\n', absl::SkipEmpty());
}

std::string MessageOf(const absl::Status& status) { return std::string(status.message()); }

// A service that can't be reached.
struct Unreachable final : KeyManagement {
  absl::StatusOr<std::string> Encrypt(const DataKeys::Key&) const override {
    return absl::UnavailableError("no way there");
  }
  absl::StatusOr<DataKeys::Key> Decrypt(std::string_view) const override {
    return absl::UnavailableError("no way there");
  }
};

TEST_CASE("data keys open with the service that encrypted them alone, and show nothing") {
  const auto kms = KmsOf(kOld);
  const auto file = AddDataKey("", kms);
  REQUIRE(file.ok());
  REQUIRE(LinesOf(*file).size() == 1);
  const auto keys = OpenDataKeys(*file, kms);
  REQUIRE(keys.ok());
  const auto sealed = SealerOf(*keys).Seal("secret", "user");
  CHECK(SealerOf(*OpenDataKeys(*file, kms)).Open(sealed, "user") == "secret");
  CHECK(MessageOf(OpenDataKeys(*file, KmsOf(kNew)).status()) ==
        "line 1 does not open: no key-encryption key opens it");
  CHECK(AddDataKey("", kms) != file);
}

TEST_CASE("keys in the open are encrypted once, and not taken for keys before") {
  const auto kms = KmsOf(kOld);
  const auto sealed = SealerOf(*DataKeys::FromHex(kPlain)).Seal("secret", "user");
  CHECK(MessageOf(OpenDataKeys(kPlain, kms).status()) ==
        "line 1 holds a key that is not encrypted");
  const auto file = RewrapDataKeys(kPlain, kms);
  REQUIRE(file.ok());
  CHECK(LinesOf(*file).size() == 2);
  CHECK(file->find("1111") == std::string::npos);
  CHECK(SealerOf(*OpenDataKeys(*file, kms)).Open(sealed, "user") == "secret");
}

TEST_CASE("a new key-encryption key takes the place of the old one without touching data") {
  const auto file = *RewrapDataKeys(kPlain, KmsOf(kOld));
  const auto sealed = SealerOf(*OpenDataKeys(file, KmsOf(kOld))).Seal("secret", "user");

  const auto both = KmsOf(kNew + "\n" + kOld);
  CHECK(SealerOf(*OpenDataKeys(file, both)).Open(sealed, "user") == "secret");
  const auto rewrapped = *RewrapDataKeys(file, both);
  CHECK(SealerOf(*OpenDataKeys(rewrapped, KmsOf(kNew))).Open(sealed, "user") == "secret");
  CHECK_FALSE(OpenDataKeys(rewrapped, KmsOf(kOld)).ok());
}

TEST_CASE("a key is added behind the others, up to eight") {
  const auto kms = KmsOf(kOld);
  auto file = *RewrapDataKeys(kPlain, kms);
  const auto sealed = SealerOf(*OpenDataKeys(file, kms)).Seal("secret", "user");
  for (int count = 3; count <= 8; ++count) {
    file = *AddDataKey(file, kms);
    CHECK(LinesOf(file).size() == static_cast<std::size_t>(count));
  }
  CHECK(SealerOf(*OpenDataKeys(file, kms)).Open(sealed, "user") == "secret");
  CHECK(MessageOf(AddDataKey(file, kms).status()) == "there must be one to eight keys");
}

TEST_CASE("a file of keys that is none is refused by its line") {
  const auto kms = KmsOf(kOld);
  const auto good = *AddDataKey("", kms);
  const auto refusal = [&kms](const std::string& lines) {
    return MessageOf(OpenDataKeys(lines, kms).status());
  };
  CHECK(refusal("") == "there must be one to eight keys");
  CHECK(refusal(good + "%%%\n") == "line 2 is not in base 64");
  CHECK(refusal(good + absl::Base64Escape("short")) ==
        "line 2 does not open: no key-encryption key opens it");
  CHECK(MessageOf(RewrapDataKeys(std::string(64, 'x'), kms).status()) ==
        "line 1 is neither encrypted nor 64 hexadecimal digits");
  // Of another purpose, although under the same key-encryption key.
  const auto other = Sealer(*DataKeys::FromHex(kOld), KeyPurpose::kKeptAnswers).Seal(kOld, "");
  CHECK_FALSE(OpenDataKeys(absl::Base64Escape(other), kms).ok());
}

TEST_CASE("a key-management service that can't be asked is not a wrong file") {
  const auto file = *AddDataKey("", KmsOf(kOld));
  CHECK(absl::IsUnavailable(OpenDataKeys(file, Unreachable()).status()));
  CHECK(absl::IsUnavailable(RewrapDataKeys(file, Unreachable()).status()));
  CHECK(absl::IsUnavailable(AddDataKey("", Unreachable()).status()));
}

}  // namespace
}  // namespace enlace::core
