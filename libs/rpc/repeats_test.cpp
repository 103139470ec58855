#include "libs/rpc/repeats.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/core/error.h"

namespace enlace::rpc {
namespace {

TEST_CASE("a key is that of the request or that of the metadata") {
  CHECK(*ReadIdempotencyKey("", "") == "");
  CHECK(*ReadIdempotencyKey("a", "") == "a");
  CHECK(*ReadIdempotencyKey("", "a") == "a");
  CHECK(*ReadIdempotencyKey("a", "a") == "a");
  CHECK(*ReadIdempotencyKey(std::string(255, '~'), "") == std::string(255, '~'));
}

TEST_CASE("what is no key, or two, is refused by the field's name") {
  for (const auto& [in_request, in_metadata] :
       {std::pair<std::string, std::string>{std::string(256, 'a'), ""},
        {"clave ñ", ""},
        {"a\nb", ""},
        {"", "a\x7f"},
        {"a", "b"}}) {
    const auto key = ReadIdempotencyKey(in_request, in_metadata);
    REQUIRE_FALSE(key.ok());
    CHECK(core::DetailsOf(key.status()).violations.at(0).field == "idempotencyKey");
  }
}

}  // namespace
}  // namespace enlace::rpc
