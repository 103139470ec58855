#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace enlace::audit::storage {

// A file that is only appended to, held against other processes while the object lives (flock).
// Errors are INTERNAL, with the system's words for the log. Not thread-safe; two objects may be of
// one file.
class AppendFile {
 public:
  // Makes the file, readable by its owner alone, unless it is there. Waits for who holds it.
  static absl::StatusOr<AppendFile> Open(const std::string& path);
  AppendFile(AppendFile&& other) noexcept;
  AppendFile& operator=(AppendFile&&) = delete;
  ~AppendFile();

  std::size_t size() const { return size_; }
  // The last `most` bytes, or all.
  absl::StatusOr<std::string> Tail(std::size_t most) const;
  // Takes away what comes after the first `size` bytes.
  absl::Status Cut(std::size_t size);
  // Durable when it returns; an error leaves the file as it was, if the system lets it.
  absl::Status Append(std::string_view text);
  // Makes durable what is there, whoever wrote it.
  absl::Status Sync() const;

 private:
  AppendFile(std::string path, int file, std::size_t size);
  absl::Status Fault(std::string_view what) const;

  std::string path_;
  int file_;
  std::size_t size_;
};

}  // namespace enlace::audit::storage
