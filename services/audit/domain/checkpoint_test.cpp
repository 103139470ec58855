#include "services/audit/domain/checkpoint.h"

#include <catch2/catch_test_macros.hpp>
#include <numeric>
#include <string>

namespace enlace::audit {
namespace {

// Made with Go's crypto/ed25519, from the seed of the bytes 0 to 31.
constexpr char kVerifierKey[] =
    "enlace-audit+d2303887+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
constexpr char kNote[] =
    "enlace-audit/01K9ZC4T8B7QJ5W2M3N4P5R6S7\n"
    "1024\n"
    "SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n"
    "head ny5tM6NxfugmNTpAS6RhjRrutoea15Nrzo7V9GgUkk0=\n"
    "time 2026-11-29T17:00:00Z\n"
    "\n"
    "\u2014 enlace-audit 0jA4hyM6RZesWAY29EeoVOrnMNN5vkFYnZB9s47NL8EfB7/dWt6PKUbeCBhkLlsoBGv13LEU"
    "lLrx/B+pXgtazcxyjgI=\n";

CheckpointKey::Seed SeedFrom(std::uint8_t first) {
  CheckpointKey::Seed seed;
  std::iota(seed.begin(), seed.end(), first);
  return seed;
}

Checkpoint Signed() {
  return {.tenant_id = *core::Ulid::Parse("01K9ZC4T8B7QJ5W2M3N4P5R6S7"),
          .size = 1024,
          .root = Sha256({"root"}),
          .head = Sha256({"head"}),
          .time = absl::FromUnixSeconds(1'795'971'600)};
}

std::vector<CheckpointPublicKey> Keys() { return {*CheckpointPublicKey::Parse(kVerifierKey)}; }

NoteState StateOf(std::string_view note) {
  return OpenCheckpoint(note, Keys(), Signed().tenant_id).state;
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST_CASE("a signed checkpoint is, to the byte, what another implementation signs") {
  const CheckpointKey key(SeedFrom(0));
  CHECK(key.Sign(Signed()) == kNote);
  CHECK(key.public_key().ToText() == kVerifierKey);
}

TEST_CASE("a signed checkpoint is read as it was signed, but for parts of a second") {
  const CheckpointKey key(SeedFrom(0));
  auto checkpoint = Signed();
  checkpoint.time += absl::Milliseconds(999);
  const auto opened = OpenCheckpoint(key.Sign(checkpoint), Keys(), checkpoint.tenant_id);
  CHECK(opened.state == NoteState::kGood);
  CHECK(opened.checkpoint == Signed());
}

TEST_CASE("a note of which any byte was changed is refused") {
  const std::string note = kNote;
  for (std::size_t i = 0; i < note.size(); ++i) {
    auto changed = note;
    changed[i] ^= 1;
    CAPTURE(i);
    CHECK(StateOf(changed) != NoteState::kGood);
  }
}

TEST_CASE("a note that says something else than what was signed is told from a malformed one") {
  CHECK(StateOf(Replaced(kNote, "1024", "1025")) == NoteState::kBadSignature);
  CHECK(StateOf(Replaced(kNote, "17:00:00", "17:00:01")) == NoteState::kBadSignature);
  CHECK(StateOf(Replaced(kNote, "R6S7\n", "R6S8\n")) == NoteState::kBadSignature);
}

TEST_CASE("what is no note is malformed") {
  const std::string note = kNote;
  const std::string notes[] = {"",
                               "\n\n",
                               note.substr(0, note.find("\n\n") + 2),
                               note.substr(0, note.size() - 1),
                               note + "\n",
                               note + note,
                               Replaced(note, "\n1024\n", "\n01024\n"),
                               Replaced(note, "\n1024\n", "\n+1024\n"),
                               Replaced(note, "\n1024\n", "\n0\n"),
                               Replaced(note, "\n1024\n", "\n18446744073709551616\n"),
                               Replaced(note, "head ", "tail "),
                               Replaced(note, "7I=", "7I"),
                               Replaced(note, "00Z\n", "00Z\nmore\n"),
                               Replaced(note, "00Z\n", "00.5Z\n"),
                               Replaced(note, "\u2014", "-"),
                               Replaced(note, "\n", "\r\n")};
  for (const auto& text : notes) {
    CAPTURE(text);
    const auto opened = OpenCheckpoint(text, Keys(), std::nullopt);
    CHECK(opened.state == NoteState::kMalformed);
    CHECK_FALSE(opened.checkpoint);
  }
}

TEST_CASE("a note by another key is not trusted, whatever it says") {
  const CheckpointKey other(SeedFrom(1));
  CHECK(StateOf(other.Sign(Signed())) == NoteState::kUnknownKey);
  CHECK(OpenCheckpoint(kNote, {}, std::nullopt).state == NoteState::kUnknownKey);
}

TEST_CASE("a forged note that claims a trusted key is told from one by another key") {
  const CheckpointKey other(SeedFrom(1));
  const auto forged = other.Sign(Signed());
  const std::string note = kNote;
  const auto id_at = note.rfind(' ') + 1;
  // The id is in the first 32 bits, so in the first five characters and part of the sixth.
  CHECK(StateOf(forged.substr(0, id_at) + note.substr(id_at, 8) + forged.substr(id_at + 8)) ==
        NoteState::kBadSignature);
}

TEST_CASE("a witness's signature beside ours does no harm") {
  const std::string witness = "\u2014 witness.example " + ToBase64("id..and a signature") + "\n";
  CHECK(StateOf(kNote + witness) == NoteState::kGood);
  const std::string note = kNote;
  CHECK(StateOf(Replaced(note, "\n\n", "\n\n" + witness)) == NoteState::kGood);
}

TEST_CASE("any of several trusted keys opens a note") {
  const CheckpointKey other(SeedFrom(1));
  const std::vector<CheckpointPublicKey> keys = {other.public_key(), Keys()[0]};
  CHECK(OpenCheckpoint(kNote, keys, std::nullopt).state == NoteState::kGood);
  CHECK(OpenCheckpoint(other.Sign(Signed()), keys, std::nullopt).state == NoteState::kGood);
}

TEST_CASE("a good note about another tenant is told apart") {
  const auto other = *core::Ulid::Parse("01K9ZC4T8B0000000000000009");
  const auto opened = OpenCheckpoint(kNote, Keys(), other);
  CHECK(opened.state == NoteState::kOtherTenant);
  CHECK(opened.checkpoint == Signed());
}

TEST_CASE("a verifier key is read only as it is written") {
  const std::string key = kVerifierKey;
  REQUIRE(CheckpointPublicKey::Parse(key));
  CHECK(CheckpointPublicKey::Parse(key)->ToText() == key);
  const std::string texts[] = {"",
                               "enlace-audit",
                               "enlace-audit+d2303887",
                               "enlace-audit+d2303887+",
                               Replaced(key, "d2303887", "d2303888"),
                               Replaced(key, "d2303887", "D2303887"),
                               Replaced(key, "enlace-audit", "enlace-other"),
                               Replaced(key, "+AQ", "+Ag"),
                               key.substr(0, key.size() - 4),
                               key + "\n",
                               " " + key};
  for (const auto& text : texts) {
    CAPTURE(text);
    CHECK_FALSE(CheckpointPublicKey::Parse(text));
  }
}

}  // namespace
}  // namespace enlace::audit
