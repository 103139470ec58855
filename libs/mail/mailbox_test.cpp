#include "libs/mail/mailbox.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::mail {
namespace {

TEST_CASE("a mailbox is an address with or without a name") {
  struct Case {
    std::string_view text, name, address;
  };
  for (const auto& [text, name, address] : {
           Case{"no-reply@example.com", "", "no-reply@example.com"},
           Case{" <a@b> ", "", "a@b"},
           Case{"Enlace <no-reply@example.com>", "Enlace", "no-reply@example.com"},
           Case{"\"Clínica, S.A.\" <a@b.co>", "Clínica, S.A.", "a@b.co"},
       }) {
    CAPTURE(text);
    const auto box = ParseMailbox(text);
    REQUIRE(box);
    CHECK(box->name == name);
    CHECK(box->address == address);
  }
  CHECK(ParseMailbox("Enlace <no-reply@example.com>")->Domain() == "example.com");
}

TEST_CASE("what is no mailbox is refused") {
  for (const std::string_view text :
       {"", "Enlace", "@example.com", "a@", "a@b@c", "a b@c", "a@b, c@d", "Enlace <a@b", "a@b>",
        "Enlace <>", "En\rlace <a@b>", "Enlace <a@b\r\n>", "Enlace <<a@b>>"}) {
    CAPTURE(text);
    CHECK_FALSE(ParseMailbox(text));
  }
}

}  // namespace
}  // namespace enlace::mail
