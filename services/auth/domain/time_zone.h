#pragma once

#include <string_view>

namespace enlace::auth {

// Whether `name` is a zone of the installed IANA database: "America/Bogota", "UTC".
bool IsTimeZone(std::string_view name);

}  // namespace enlace::auth
