#pragma once

#include <string>

namespace enlace::db {

// The text as PostgreSQL can store it, which is UTF-8 without the character NUL: what is no UTF-8
// becomes U+FFFD, and NULs are left out.
std::string StorableText(const std::string& text);

}  // namespace enlace::db
