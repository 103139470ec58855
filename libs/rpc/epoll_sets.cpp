#include "libs/rpc/epoll_sets.h"

#include <charconv>
#include <filesystem>
#include <string>
#include <system_error>

namespace enlace::rpc {

std::vector<int> EpollSets() {
  std::vector<int> sets;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
    // One may be closed meanwhile: then it has no target.
    if (std::filesystem::read_symlink(entry.path(), error) != "anon_inode:[eventpoll]") continue;
    const std::string name = entry.path().filename();
    int descriptor = -1;
    std::from_chars(name.data(), name.data() + name.size(), descriptor);
    sets.push_back(descriptor);
  }
  return sets;
}

}  // namespace enlace::rpc
