#include "libs/core/data_key_file.h"

#include <sodium.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/core/absl_view.h"

namespace enlace::core {
namespace {

std::vector<absl::string_view> LinesOf(std::string_view text) {
  std::vector<absl::string_view> lines;
  for (const auto line : absl::StrSplit(Absl(text), '\n', absl::SkipWhitespace())) {
    lines.push_back(absl::StripAsciiWhitespace(line));
  }
  return lines;
}

bool IsInTheOpen(absl::string_view line) { return line.size() == 2 * DataKeys::kBytes; }

absl::Status RefuseLine(std::size_t index, std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("line ", index + 1, " ", Absl(why)));
}

absl::StatusOr<DataKeys::Key> Decrypt(std::size_t index, absl::string_view line,
                                      const KeyManagement& kms) {
  std::string encrypted;
  if (!absl::Base64Unescape(line, &encrypted)) return RefuseLine(index, "is not in base 64");
  auto key = kms.Decrypt(encrypted);
  if (absl::IsInvalidArgument(key.status())) {
    return RefuseLine(index, absl::StrCat("does not open: ", key.status().message()));
  }
  return key;
}

absl::StatusOr<DataKeys::Key> ReadInTheOpen(std::size_t index, absl::string_view line) {
  DataKeys::Key key{};
  std::size_t length = 0;
  if (sodium_hex2bin(key.data(), key.size(), line.data(), line.size(), nullptr, &length, nullptr) !=
          0 ||
      length != key.size()) {
    return RefuseLine(index, "is neither encrypted nor 64 hexadecimal digits");
  }
  return key;
}

absl::StatusOr<std::vector<DataKeys::Key>> ReadAny(std::string_view text,
                                                   const KeyManagement& kms) {
  std::vector<DataKeys::Key> keys;
  const auto lines = LinesOf(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto key = IsInTheOpen(lines[i]) ? ReadInTheOpen(i, lines[i]) : Decrypt(i, lines[i], kms);
    if (!key.ok()) return key.status();
    keys.push_back(*key);
  }
  return keys;
}

absl::StatusOr<std::string> Write(std::vector<DataKeys::Key> keys, const KeyManagement& kms) {
  std::string text;
  for (const auto& key : keys) {
    const auto encrypted = kms.Encrypt(key);
    if (!encrypted.ok()) return encrypted.status();
    absl::StrAppend(&text, absl::Base64Escape(*encrypted), "\n");
  }
  const auto checked = DataKeys::FromKeys(std::move(keys));
  if (!checked.ok()) return checked.status();
  return text;
}

}  // namespace

absl::StatusOr<DataKeys> OpenDataKeys(std::string_view lines, const KeyManagement& kms) {
  std::vector<DataKeys::Key> keys;
  for (const auto line : LinesOf(lines)) {
    if (IsInTheOpen(line)) return RefuseLine(keys.size(), "holds a key that is not encrypted");
    const auto key = Decrypt(keys.size(), line, kms);
    if (!key.ok()) return key.status();
    keys.push_back(*key);
  }
  return DataKeys::FromKeys(std::move(keys));
}

absl::StatusOr<std::string> RewrapDataKeys(std::string_view lines, const KeyManagement& kms) {
  auto keys = ReadAny(lines, kms);
  if (!keys.ok()) return keys.status();
  return Write(*std::move(keys), kms);
}

absl::StatusOr<std::string> AddDataKey(std::string_view lines, const KeyManagement& kms) {
  auto keys = ReadAny(lines, kms);
  if (!keys.ok()) return keys.status();
  auto& added = keys->emplace_back();
  randombytes_buf(added.data(), added.size());
  return Write(*std::move(keys), kms);
}

}  // namespace enlace::core
