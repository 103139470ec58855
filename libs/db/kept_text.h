#pragma once

#include <string>

namespace enlace::db {

// Keeps a statement's text that is put together when it is first needed. It lives as long as the
// process. Thread-safe.
const char* KeepText(std::string text);

}  // namespace enlace::db
