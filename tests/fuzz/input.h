#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace enlace::fuzz {

// What the fuzzer made, in parts that line feeds end. A view.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : rest_(size == 0 ? std::string_view()
                        : std::string_view(reinterpret_cast<const char*>(data), size)) {}

  // Up to the next line feed, which is passed; everything where there is none.
  std::string_view Line() {
    const auto end = rest_.find('\n');
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return line;
  }

  bool empty() const { return rest_.empty(); }
  // What no part has taken yet.
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

// Ends the process where a property does not hold, so that the fuzzer keeps the input.
inline void Holds(bool property, const char* what) {
  if (property) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace enlace::fuzz
