#include "libs/clinical/text.h"
#include "libs/mail/encoded_word.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

// A line whose length is the column, and then the text.
void Try(Input input) {
  const auto column = input.Line().size() % 76;
  const auto text = input.rest();
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') return;
  }
  for (const auto& header : {mail::HeaderText(text, column), mail::EncodedWords(text, column)}) {
    std::size_t length = column;
    for (std::size_t i = 0; i < header.size(); ++i) {
      const auto byte = static_cast<unsigned char>(header[i]);
      Holds(byte < 0x80, "a header is ASCII");
      if (header[i] == '\r') {
        Holds(header.compare(i, 3, "\r\n ") == 0, "a line that ends goes on with a space");
        length = 0;
        ++i;
      } else {
        Holds(header[i] != '\n', "a line ends with CRLF");
        Holds(++length <= 76, "a line has its limit");
      }
    }
  }
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
