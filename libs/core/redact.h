#pragma once

#include <string>
#include <string_view>

namespace enlace::core {

// Masks what may identify a person, or open a door, in free text: e-mail addresses, API keys
// (`enl_…`), refresh and bearer tokens (`enr_…`, `eyJ…`), and every number of six or more digits,
// also when it is grouped by spaces, dots, hyphens or parentheses (documents, phones, dates). Words
// that mix digits and letters (ULIDs, request ids) stay. Names can't be told from other words:
// texts for the log must not hold them in the first place.
std::string Redact(std::string_view text);

}  // namespace enlace::core
