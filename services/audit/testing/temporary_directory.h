#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "services/audit/testing/events.h"

namespace enlace::audit::testing {

// For tests only: a directory of one's own, which goes with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory()
      : path_(std::filesystem::temp_directory_path() / ("enlace-audit-" + NewId().ToString())) {
    std::filesystem::create_directory(path_);
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string path() const { return path_.string(); }

 private:
  const std::filesystem::path path_;
};

// Empty if there is no such file.
inline std::string ContentOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace enlace::audit::testing
