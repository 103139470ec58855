#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace enlace::audit::verify {

// What is wrong with a chain. Not thread-safe.
class Findings {
 public:
  // More are only counted.
  static constexpr std::size_t kShown = 20;

  // `position`: where the finding begins in the chain; the text names it.
  void Add(std::uint64_t position, std::string text);

  std::size_t count() const { return count_; }
  // The texts of those with the lowest positions, in their order.
  std::vector<std::string> Texts() const;

 private:
  struct Finding {
    std::uint64_t position;
    std::string text;
  };
  std::vector<Finding> lowest_;
  std::size_t count_ = 0;
};

// "record 7", or "records 7 to 9".
std::string RecordsText(std::uint64_t first, std::uint64_t last);

}  // namespace enlace::audit::verify
