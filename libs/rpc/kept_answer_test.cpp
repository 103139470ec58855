#include "libs/rpc/kept_answer.h"

#include <catch2/catch_test_macros.hpp>

#include "absl/time/clock.h"
#include "enlace/auth/v1/auth.pb.h"

namespace enlace::rpc {
namespace {

namespace v1 = enlace::auth::v1;

v1::CreateTenantRequest Request(std::vector<std::string> settings = {"a", "b", "c"}) {
  v1::CreateTenantRequest request;
  request.set_name("Clínica Ñ");
  for (const auto& name : settings) {
    (*request.mutable_settings()->mutable_fields())[name].set_number_value(1);
  }
  return request;
}

TEST_CASE("calls that ask the same have one hash, whatever their key") {
  const auto hash = HashOfCall("Auth/CreateTenant", "", Request());
  CHECK(hash.size() == 32);
  auto under_key = Request({"c", "b", "a"});
  under_key.set_idempotency_key("k");
  CHECK(HashOfCall("Auth/CreateTenant", "", under_key) == hash);
}

TEST_CASE("calls that ask something else have another hash") {
  const auto hash = HashOfCall("Auth/CreateTenant", "", Request());
  CHECK(HashOfCall("Auth/UpdateTenant", "", Request()) != hash);
  CHECK(HashOfCall("Auth/CreateTenant", "\"1\"", Request()) != hash);
  CHECK(HashOfCall("Auth/CreateTenan", "t", Request()) != hash);
  CHECK(HashOfCall("Auth/CreateTenant", "", Request({"a", "b"})) != hash);
}

TEST_CASE("secrets are cleared wherever they stand, and named") {
  v1::CreateApiKeyResponse answer;
  answer.set_plaintext("enl_dev_x");
  answer.mutable_api_key()->set_name("bot");
  CHECK(ClearSecrets(answer) == std::vector<std::string>{"plaintext"});
  CHECK(answer.plaintext().empty());
  CHECK(answer.api_key().name() == "bot");
  CHECK(ClearSecrets(answer).empty());
}

TEST_CASE("what is kept comes back as it was") {
  const KeptAnswer answer{.call = std::string(32, '\xff'),
                          .message = std::string("\0\x80x", 3),
                          .omitted = {"plaintext"},
                          .created = true,
                          .disclosed_type = "Patient",
                          .disclosed = {core::Ulid::Generate(absl::Now())}};
  const auto decoded = KeptAnswer::Decode(answer.Encode());
  REQUIRE(decoded);
  CHECK(decoded->call == answer.call);
  CHECK(decoded->message == answer.message);
  CHECK(decoded->omitted == answer.omitted);
  CHECK(decoded->created);
  CHECK(decoded->disclosed_type == answer.disclosed_type);
  CHECK(decoded->disclosed == answer.disclosed);
  CHECK(KeptAnswer::Decode(KeptAnswer().Encode()));
  CHECK_FALSE(KeptAnswer::Decode(""));
  CHECK_FALSE(KeptAnswer::Decode("no such thing"));
  // MessagePack of {"call": "x", "ids": []}.
  CHECK_FALSE(
      KeptAnswer::Decode("\x82\xa4"
                         "call\xa1x\xa3ids\x90"));
}

}  // namespace
}  // namespace enlace::rpc
