#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::clinical {

// What a free text must be.
struct TextRule {
  // Characters (code points), not bytes.
  std::size_t max_characters = 100;
  bool required = false;
  // Line breaks and tabs are allowed: comments.
  bool multiline = false;
};

// The text without white space at its ends; empty when it is absent or when a violation was added:
//   REQUIRED       nothing but white space where something must be
//   TEXT_LENGTH    more characters than allowed
//   TEXT_CONTROL   NUL or another control character
//   TEXT_ENCODING  not UTF-8
std::string CheckText(std::string_view value, std::string_view field, const TextRule& rule,
                      std::vector<core::Violation>& violations);

// The text without ASCII white space at its ends.
std::string_view Trim(std::string_view text);

// Whether the bytes are UTF-8 without overlong forms, surrogates or values above U+10FFFF.
bool IsUtf8(std::string_view bytes);

}  // namespace enlace::clinical
