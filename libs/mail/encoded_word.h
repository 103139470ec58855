#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace enlace::mail {

// `text` (UTF-8, no controls) as the value of a mail header, of which `column` characters stand on
// its first line already: as it is when it is ASCII and fits there, otherwise as encoded words on
// as many lines as needed. Lines but the first begin with a space, and end with CRLF but for the
// last.
std::string HeaderText(std::string_view text, std::size_t column);

// The same, always as encoded words: where plain text would have a meaning of its own. No line is
// over 76 characters, no character is cut in two. Source: RFC 2047, sections 2 and 5.
std::string EncodedWords(std::string_view text, std::size_t column);

}  // namespace enlace::mail
