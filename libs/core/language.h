#pragma once

#include <string_view>

namespace enlace::core {

// The languages that answers are written in.
enum class Language { kEnglish, kSpanish };

// The language that a caller prefers by its Accept-Language (RFC 9110, 12.5.4): the one of the
// highest weight among those that answers are written in, the first among equals; English when
// there is none, or when the header is malformed or longer than 256 characters.
Language ParseLanguage(std::string_view accept_language);

}  // namespace enlace::core
