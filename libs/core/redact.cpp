#include "libs/core/redact.h"

#include <cstddef>

#include "absl/strings/ascii.h"

namespace enlace::core {
namespace {

constexpr std::string_view kMask = "***";
constexpr int kLongNumber = 6;

bool IsWordChar(char c) {
  // Bytes of UTF-8 letters count as letters.
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool IsAddressChar(char c) { return IsWordChar(c) || c == '.' || c == '-' || c == '+' || c == '%'; }

bool IsGroupSeparator(char c) {
  return c == ' ' || c == '.' || c == '-' || c == '(' || c == ')' || c == '/';
}

// Length of the number that begins at `start`, separators inside included; 0 when it is short or
// when it is part of a word.
std::size_t LongNumber(std::string_view text, std::size_t start) {
  int digits = 0;
  std::size_t end = start;
  for (std::size_t i = start; i < text.size(); ++i) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) {
      ++digits;
      end = i + 1;
    } else if (!IsGroupSeparator(text[i]) || i - end >= 2) {
      break;
    }
  }
  const bool inside_word = end < text.size() && IsWordChar(text[end]);
  return digits >= kLongNumber && !inside_word ? end - start : 0;
}

}  // namespace

std::string Redact(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t i = 0;
  while (i < text.size()) {
    const bool word_start = i == 0 || !IsWordChar(text[i - 1]);
    if (!word_start || !IsWordChar(text[i])) {
      out.push_back(text[i++]);
      continue;
    }
    if (const std::size_t length = LongNumber(text, i); length > 0) {
      out.append(kMask);
      i += length;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && IsAddressChar(text[end])) ++end;
    const std::string_view word = text.substr(i, end - i);
    if (end < text.size() && text[end] == '@') {
      ++end;
      while (end < text.size() && IsAddressChar(text[end])) ++end;
      out.append(kMask);
      i = end;
    } else if (word.starts_with("enl_") || word.starts_with("enr_") || word.starts_with("eyJ")) {
      out.append(kMask);
      i = end;
    } else {
      // Only the word itself: what follows a dot or hyphen is looked at on its own.
      while (i < end && IsWordChar(text[i])) out.push_back(text[i++]);
    }
  }
  return out;
}

}  // namespace enlace::core
