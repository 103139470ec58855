#include "services/audit/domain/payload.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <numeric>
#include <string>

#include "absl/strings/escaping.h"
#include "services/audit/domain/payload_text.h"
#include "services/audit/testing/events.h"

namespace enlace::audit {
namespace {

using testing::NewId;

TEST_CASE("the payload's text has what is there, and rows as they are") {
  AuditEvent event;
  CHECK(PayloadText(event) == "{}");
  event.ip = "192.0.2.1";
  CHECK(PayloadText(event) == R"({"ip":"192.0.2.1"})");
  event.actor.email = "o\"wner@example.com";
  event.user_agent = "línea\n";
  event.before_json = R"({"n": 9007199254740993})";
  event.after_json = R"({"n": 0.10000000000000000001, "e": 1E+400})";
  CHECK(PayloadText(event) ==
        R"({"actorEmail":"o\"wner@example.com","ip":"192.0.2.1","userAgent":"línea\n",)"
        R"("before":{"n": 9007199254740993},"after":{"n": 0.10000000000000000001, "e": 1E+400}})");
}

TEST_CASE("the payload's text is read back to what it was made of") {
  const auto written = testing::Write();
  AuditEvent read;
  read.ip = "left over";
  REQUIRE(ReadPayloadText(PayloadText(written), read));
  CHECK(read.actor.email == written.actor.email);
  CHECK(read.ip == written.ip);
  CHECK(read.user_agent == written.user_agent);
  CHECK(read.before_json == written.before_json);
  CHECK(read.after_json == written.after_json);
  REQUIRE(ReadPayloadText("{}", read));
  CHECK(
      (read.ip + read.user_agent + read.actor.email + read.before_json + read.after_json).empty());
}

TEST_CASE("a text that is no payload sets nothing") {
  auto event = testing::Write();
  for (const auto* text : {"", "[]", R"({"ip":1})", R"({"ip":"x","userAgent":{}})"}) {
    CAPTURE(text);
    CHECK_FALSE(ReadPayloadText(text, event));
    CHECK(event.ip == "192.0.2.1");
  }
}

TEST_CASE("a sealed event holds nothing of the person outside of its payload, and opens whole") {
  const auto key = NewPayloadKey();
  const auto event = testing::Write();
  const auto tenant = NewId();
  const auto person = NewId();

  const auto sealed = SealEvent(tenant, person, event, key);

  CHECK(sealed.tenant_id == tenant);
  CHECK(sealed.person_id == person);
  CHECK(sealed.event.id == event.id);
  CHECK(sealed.event.actor.id == event.actor.id);
  CHECK((sealed.event.actor.email + sealed.event.ip + sealed.event.user_agent +
         sealed.event.before_json + sealed.event.after_json)
            .empty());
  CHECK(sealed.payload.size() == 24 + PayloadText(event).size() + 16);
  CHECK(sealed.payload.find("first_name") == std::string::npos);
  const auto opened = OpenEvent(sealed, key);
  REQUIRE(opened);
  CHECK(PayloadText(*opened) == PayloadText(event));
  CHECK(opened->request_id == event.request_id);
}

TEST_CASE("an event is never sealed twice alike") {
  const auto key = NewPayloadKey();
  const auto event = testing::Write();
  const auto tenant = NewId();
  CHECK(SealEvent(tenant, tenant, event, key).payload !=
        SealEvent(tenant, tenant, event, key).payload);
  CHECK(NewPayloadKey() != key);
}

TEST_CASE("a payload opens in its own place under its own key alone") {
  const auto key = NewPayloadKey();
  const auto sealed = SealEvent(NewId(), NewId(), testing::Write(), key);
  REQUIRE(OpenEvent(sealed, key));
  CHECK_FALSE(OpenEvent(sealed, NewPayloadKey()));
  auto moved = sealed;
  moved.tenant_id = NewId();
  CHECK_FALSE(OpenEvent(moved, key));
  moved = sealed;
  moved.event.id = NewId();
  CHECK_FALSE(OpenEvent(moved, key));
  moved = sealed;
  moved.person_id = NewId();
  CHECK_FALSE(OpenEvent(moved, key));
}

TEST_CASE("a payload that was changed or cut does not open") {
  const auto key = NewPayloadKey();
  const auto sealed = SealEvent(NewId(), NewId(), testing::Access(1), key);
  for (std::size_t i = 0; i < sealed.payload.size(); ++i) {
    auto changed = sealed;
    changed.payload[i] = static_cast<char>(changed.payload[i] ^ 1);
    CHECK_FALSE(OpenEvent(changed, key));
    changed.payload = sealed.payload.substr(0, i);
    CHECK_FALSE(OpenEvent(changed, key));
  }
}

TEST_CASE("a payload opens that another program sealed as the document says") {
  PayloadKey key;
  std::iota(key.begin(), key.end(), std::uint8_t{0});
  SealedEvent sealed;
  sealed.tenant_id = *core::Ulid::FromUuid("01890a5d-ac96-774b-bcce-b302099a8057");
  sealed.event.id = *core::Ulid::FromUuid("01890a5d-ac96-774b-bcce-b302099a8058");
  sealed.person_id = *core::Ulid::FromUuid("01890a5d-ac96-774b-bcce-b302099a8059");
  // By chacha20poly1305.NewX of golang.org/x/crypto.
  sealed.payload = absl::HexStringToBytes(
      "404142434445464748494a4b4c4d4e4f5051525354555657af1b6c00f2da5b27b6c6a98e81ae4ba3b0968fa5752d"
      "36e8480b8667672619b027d7375e28ef945da08f630a781aa0ecd3f8091a290f");

  const auto opened = OpenEvent(sealed, key);

  REQUIRE(opened);
  CHECK(opened->ip == "192.0.2.1");
  CHECK(opened->after_json == R"({"n": 1.50})");
}

}  // namespace
}  // namespace enlace::audit
