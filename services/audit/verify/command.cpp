#include "services/audit/verify/command.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <list>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/audit/verify/verifier.h"

namespace enlace::audit::verify {
namespace {

constexpr int kNothingFound = 0, kFound = 1, kNotChecked = 2;

constexpr char kUsage[] =
    "usage: enlace-audit-verify --key KEYFILE --export EXPORT.ndjson --checkpoints FILE"
    " [--checkpoints FILE…]\n";

struct Options {
  std::string key, exported;
  std::vector<std::string> checkpoints;
};

std::optional<Options> ReadOptions(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    if (i + 1 == arguments.size()) return std::nullopt;
    const auto& name = arguments[i];
    const auto& value = arguments[i + 1];
    if (name == "--key" && options.key.empty()) {
      options.key = value;
    } else if (name == "--export" && options.exported.empty()) {
      options.exported = value;
    } else if (name == "--checkpoints") {
      options.checkpoints.push_back(value);
    } else {
      return std::nullopt;
    }
  }
  if (options.key.empty() || options.exported.empty() || options.checkpoints.empty()) {
    return std::nullopt;
  }
  return options;
}

absl::StatusOr<std::ifstream> Open(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  // A folder opens, but has no first character to look at.
  if (file.is_open()) file.peek();
  if (!file.is_open() || file.bad()) {
    return absl::NotFoundError(absl::StrCat(name, ": ", std::strerror(errno)));
  }
  file.clear();
  return file;
}

absl::StatusOr<std::vector<CheckpointPublicKey>> ReadKeys(const std::string& name) {
  auto file = Open(name);
  if (!file.ok()) return file.status();
  std::vector<CheckpointPublicKey> keys;
  std::string line;
  while (std::getline(*file, line)) {
    if (line.empty()) continue;
    auto key = CheckpointPublicKey::Parse(line);
    if (!key) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": a line is no verifier key (enlace-audit+<8 hex digits>+<base64>)"));
    }
    keys.push_back(*std::move(key));
  }
  if (keys.empty()) return absl::InvalidArgumentError(absl::StrCat(name, ": holds no key"));
  return keys;
}

absl::StatusOr<Report> Verify(const Options& options) {
  const auto keys = ReadKeys(options.key);
  if (!keys.ok()) return keys.status();
  auto exported = Open(options.exported);
  if (!exported.ok()) return exported.status();
  // NamedFile refers to them.
  std::list<std::ifstream> opened;
  std::vector<NamedFile> files;
  for (const auto& name : options.checkpoints) {
    auto file = Open(name);
    if (!file.ok()) return file.status();
    opened.push_back(*std::move(file));
    files.push_back({.name = name, .content = opened.back()});
  }
  return VerifyExport(*exported, files, *keys);
}

}  // namespace

int Run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  const auto options = ReadOptions(arguments);
  if (!options) {
    err << kUsage;
    return kNotChecked;
  }
  const auto report = Verify(*options);
  if (!report.ok()) {
    err << std::string(report.status().message()) << "\n";
    return kNotChecked;
  }
  Print(*report, out);
  return report->findings.count() == 0 ? kNothingFound : kFound;
}

}  // namespace enlace::audit::verify
