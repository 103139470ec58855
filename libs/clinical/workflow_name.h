#pragma once

#include <cstddef>
#include <string_view>

namespace enlace::clinical {

inline constexpr std::size_t kMaxWorkflowName = 64;

// Whether the text can be a workflow's name: letters, digits, `_` and `-`, at most 64 and at least
// one.
bool IsWorkflowName(std::string_view text);

}  // namespace enlace::clinical
