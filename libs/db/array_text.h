#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace enlace::db {

// The text form of a one-dimensional array (PostgreSQL manual, 8.15.6).
std::string FormatArray(const std::vector<std::string>& values);

// Reads that form; nullopt on any other text, on NULL elements and on nested arrays.
std::optional<std::vector<std::string>> ParseArray(std::string_view text);

}  // namespace enlace::db
