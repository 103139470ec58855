#pragma once

#include <string_view>

namespace enlace::audit {

// Whether PostgreSQL and every reader of ours can keep `text` as a JSON object: well-formed, no
// deeper than kMaxJsonDepth, no NUL in a text, every number within the range of a double. Takes any
// input; needs no more stack for a deep one.
inline constexpr int kMaxJsonDepth = 100;
bool IsStorableJsonObject(std::string_view text);

}  // namespace enlace::audit
