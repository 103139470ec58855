#include "services/audit/storage/append_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"

namespace enlace::audit::storage {
namespace {

absl::Status FaultOf(const std::string& path, std::string_view what) {
  return core::Internal(absl::StrCat(path, ": ", core::Absl(what), ": ", std::strerror(errno)));
}

// Repeats a call that a signal interrupted.
template <typename Call>
auto Again(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

}  // namespace

absl::StatusOr<AppendFile> AppendFile::Open(const std::string& path) {
  const int file =
      Again([&] { return open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600); });
  if (file < 0) return FaultOf(path, "open");
  AppendFile opened(path, file, 0);
  if (Again([&] { return flock(file, LOCK_EX); }) < 0) return opened.Fault("lock");
  struct stat state {};
  if (fstat(file, &state) < 0) return opened.Fault("stat");
  opened.size_ = static_cast<std::size_t>(state.st_size);
  return opened;
}

AppendFile::AppendFile(std::string path, int file, std::size_t size)
    : path_(std::move(path)), file_(file), size_(size) {}

AppendFile::AppendFile(AppendFile&& other) noexcept
    : path_(std::move(other.path_)), file_(std::exchange(other.file_, -1)), size_(other.size_) {}

AppendFile::~AppendFile() {
  if (file_ >= 0) close(file_);
}

absl::Status AppendFile::Fault(std::string_view what) const { return FaultOf(path_, what); }

absl::StatusOr<std::string> AppendFile::Tail(std::size_t most) const {
  std::string tail(std::min(most, size_), '\0');
  std::size_t done = 0;
  while (done < tail.size()) {
    const auto at = static_cast<off_t>(size_ - tail.size() + done);
    const auto count =
        Again([&] { return pread(file_, tail.data() + done, tail.size() - done, at); });
    if (count <= 0) return Fault("read");
    done += static_cast<std::size_t>(count);
  }
  return tail;
}

absl::Status AppendFile::Cut(std::size_t size) {
  if (Again([&] { return ftruncate(file_, static_cast<off_t>(size)); }) < 0) return Fault("cut");
  size_ = size;
  return absl::OkStatus();
}

absl::Status AppendFile::Append(std::string_view text) {
  std::size_t done = 0;
  absl::Status fault;
  while (done < text.size() && fault.ok()) {
    const auto count = Again([&] { return write(file_, text.data() + done, text.size() - done); });
    if (count < 0) {
      fault = Fault("write");
    } else {
      done += static_cast<std::size_t>(count);
    }
  }
  if (fault.ok()) fault = Sync();
  if (!fault.ok()) {
    // The first error is the one to tell.
    Cut(size_).IgnoreError();
    return fault;
  }
  size_ += done;
  return absl::OkStatus();
}

absl::Status AppendFile::Sync() const {
  if (Again([&] { return fsync(file_); }) < 0) return Fault("sync");
  // The name of a new file is the directory's to keep.
  const auto directory = std::filesystem::path(path_).parent_path().string();
  const int folder =
      Again([&] { return open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (folder < 0) return Fault("open the directory");
  const bool synced = Again([&] { return fsync(folder); }) == 0;
  const auto fault = synced ? absl::OkStatus() : Fault("sync the directory");
  close(folder);
  return fault;
}

}  // namespace enlace::audit::storage
