#include "libs/authn/base64_url.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::authn {
namespace {

using std::string_literals::operator""s;

TEST_CASE("bytes are written as RFC 7515 writes them") {
  // Its appendix C.
  CHECK(ToBase64Url("\x03\xec\xff\xe0\xc1") == "A-z_4ME");
  CHECK(FromBase64Url("A-z_4ME") == "\x03\xec\xff\xe0\xc1");
}

TEST_CASE("bytes of every length read back") {
  for (std::size_t length = 0; length < 70; ++length) {
    std::string bytes;
    for (std::size_t i = 0; i < length; ++i) bytes.push_back(static_cast<char>(255 - 3 * i));
    CHECK(FromBase64Url(ToBase64Url(bytes)) == bytes);
  }
}

TEST_CASE("every second spelling of the same bytes is refused") {
  for (const auto& text : {"A+z/4ME"s, "A-z_4ME="s, "A-z_4ME=="s, " A-z_4ME"s, "A-z_4ME "s,
                           "A-z_\n4ME"s, "A-z_4ME\0"s, "A-z_4MF"s, "A-z_4MG"s, "A-z_4"s, "="s}) {
    INFO(text);
    CHECK_FALSE(FromBase64Url(text));
  }
}

}  // namespace
}  // namespace enlace::authn
