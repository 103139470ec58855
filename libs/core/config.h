#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace enlace::core {

// Reads the process's configuration and collects what is wrong with it, so that one start shows
// every mistake. Values of secrets are read from files and never appear in a message.
class Config {
 public:
  using Source = std::function<std::optional<std::string>(const std::string& name)>;

  // Environment variables; an empty one counts as absent.
  Config();
  explicit Config(Source source);

  // `purpose` finishes the sentence "<name> is not set: it must be …".
  std::string Required(const std::string& name, std::string_view purpose);
  std::string Optional(const std::string& name, std::string_view fallback);
  int Int(const std::string& name, int fallback, int least, int most);
  // Comma-separated, empty parts dropped.
  std::vector<std::string> RequiredList(const std::string& name, std::string_view purpose);
  // The content of the file that the variable names, trailing white space removed.
  std::string RequiredFile(const std::string& name, std::string_view purpose);

  // Adds a mistake that was found in a value: `what` finishes the sentence "<name> …".
  void Refuse(const std::string& name, std::string_view what);

  // OK, or INVALID_ARGUMENT with one line for each mistake.
  absl::Status status() const;

 private:
  Source source_;
  std::vector<std::string> mistakes_;
};

}  // namespace enlace::core
