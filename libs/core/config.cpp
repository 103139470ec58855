#include "libs/core/config.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/core/absl_view.h"

namespace enlace::core {

Config::Config()
    : Config([](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        if (value == nullptr || *value == '\0') return std::nullopt;
        return std::string(value);
      }) {}

Config::Config(Source source) : source_(std::move(source)) {}

std::string Config::Required(const std::string& name, std::string_view purpose) {
  auto value = source_(name);
  if (!value) {
    mistakes_.push_back(absl::StrCat(name, " is not set: it must be ", Absl(purpose)));
    return "";
  }
  return *std::move(value);
}

std::string Config::Optional(const std::string& name, std::string_view fallback) {
  return source_(name).value_or(std::string(fallback));
}

int Config::Int(const std::string& name, int fallback, int least, int most) {
  const auto value = source_(name);
  if (!value) return fallback;
  int number = 0;
  if (!absl::SimpleAtoi(*value, &number) || number < least || number > most) {
    mistakes_.push_back(absl::StrCat(name, " must be a whole number from ", least, " to ", most));
    return fallback;
  }
  return number;
}

std::vector<std::string> Config::RequiredList(const std::string& name, std::string_view purpose) {
  return absl::StrSplit(Required(name, purpose), ',', absl::SkipWhitespace());
}

std::string Config::RequiredFile(const std::string& name, std::string_view purpose) {
  const std::string path = Required(name, purpose);
  if (path.empty()) return "";
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  std::string text = content.str();
  absl::StripTrailingAsciiWhitespace(&text);
  if (!file || text.empty()) {
    mistakes_.push_back(
        absl::StrCat(name, ": the file can't be read or is empty; it must be ", Absl(purpose)));
  }
  return text;
}

void Config::Refuse(const std::string& name, std::string_view what) {
  mistakes_.push_back(absl::StrCat(name, " ", Absl(what)));
}

absl::Status Config::status() const {
  if (mistakes_.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(mistakes_, "\n"));
}

}  // namespace enlace::core
