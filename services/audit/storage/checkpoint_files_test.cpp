#include "services/audit/storage/checkpoint_files.h"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>

#include "services/audit/testing/events.h"
#include "services/audit/testing/temporary_directory.h"

namespace enlace::audit::storage {
namespace {

using testing::ContentOf;
using testing::Morning;
using testing::NewId;

struct Fixture {
  testing::TemporaryDirectory directory;
  CheckpointKey key{CheckpointKey::Seed{1, 2, 3}};
  CheckpointFiles files{directory.path(), key};
  core::Ulid tenant = NewId();
  std::string path = files.PathOf(tenant);

  Checkpoint Of(std::uint64_t size, absl::Time time = Morning()) const {
    const auto text = std::to_string(size);
    return {.tenant_id = tenant,
            .size = size,
            .root = Sha256({"root", text}),
            .head = Sha256({"head", text}),
            .time = time};
  }
  std::string Append(const Checkpoint& checkpoint) {
    const auto note = files.Append(checkpoint);
    REQUIRE(note.ok());
    return note->text;
  }
  void Write(const std::string& text) const {
    std::ofstream(path, std::ios::app | std::ios::binary) << text;
  }
};

TEST_CASE("notes follow one another in a file of the tenant that its owner alone reads") {
  Fixture f;
  const auto one = f.Append(f.Of(1)), two = f.Append(f.Of(5));
  CHECK(f.path == f.directory.path() + "/" + f.tenant.ToString() + ".checkpoints");
  CHECK(ContentOf(f.path) == one + two);
  CHECK(std::filesystem::status(f.path).permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  const auto opened = OpenCheckpoint(two, {f.key.public_key()}, f.tenant);
  CHECK(opened.state == NoteState::kGood);
  CHECK(opened.checkpoint == f.Of(5));
  CHECK(f.files.Append({.tenant_id = NewId(), .size = 1, .time = Morning()}).ok());
  CHECK(ContentOf(f.path) == one + two);
}

TEST_CASE("a note that is there already is answered, and not signed again") {
  Fixture f;
  const auto first = f.Append(f.Of(3));
  const auto again = f.files.Append(f.Of(3, Morning() + absl::Minutes(5)));
  REQUIRE(again.ok());
  CHECK(again->text == first);
  CHECK(again->time == Morning());
  CHECK(ContentOf(f.path) == first);
}

TEST_CASE("what a crash left half written goes before the next note") {
  Fixture f;
  const auto half = f.key.Sign(f.Of(1));
  for (std::size_t length = 1; length < half.size(); length += 7) {
    CAPTURE(length);
    std::filesystem::remove(f.path);
    f.Write(half.substr(0, length));
    CHECK(ContentOf(f.path).size() == length);
    const auto one = f.Append(f.Of(2));
    f.Write(half.substr(0, length));
    const auto two = f.Append(f.Of(3));
    CHECK(ContentOf(f.path) == one + two);
  }
}

TEST_CASE("a note with the signature of a witness stays whole") {
  Fixture f;
  f.Append(f.Of(1));
  f.Write("\u2014 witness.example abcdefgh\n");
  const auto before = ContentOf(f.path);
  const auto two = f.Append(f.Of(2));
  CHECK(ContentOf(f.path) == before + two);
}

TEST_CASE("a chain that is shorter than its file is signed all the same: the file shows both") {
  Fixture f;
  const auto longer = f.Append(f.Of(9));
  const auto shorter = f.Append(f.Of(4));
  CHECK(ContentOf(f.path) == longer + shorter);
}

TEST_CASE("a last checkpoint that can't be read is not taken for none") {
  Fixture f;
  CHECK(f.files.Last(f.tenant).value() == std::nullopt);
  const auto earlier = f.Append(f.Of(3));
  const auto last = f.Append(f.Of(7));
  CHECK(f.files.Last(f.tenant).value() == f.Of(7));
  // One byte of it, but for the mark by which the end of a note is known.
  const auto mark = last.find("\n\n") + 2;
  for (std::size_t i = 0; i + 1 < last.size(); ++i) {
    if (i + 2 > mark && i < mark + 4) continue;
    CAPTURE(i);
    auto damaged = last;
    damaged[i] = damaged[i] == '\x01' ? '\x02' : '\x01';
    std::filesystem::remove(f.path);
    f.Write(earlier + damaged);
    const auto found = f.files.Last(f.tenant);
    CHECK((!found.ok() || (*found && (*found)->size != 3)));
  }
  std::filesystem::remove(f.path);
  f.Write("x" + last.substr(1));
  CHECK(absl::IsInternal(f.files.Last(f.tenant).status()));
}

TEST_CASE("what can't be written, or is no file of checkpoints, is told and left as it is") {
  Fixture f;
  CheckpointFiles nowhere(f.directory.path() + "/absent", f.key);
  CHECK(absl::IsInternal(nowhere.Append(f.Of(1)).status()));
  const std::string other(10'000, 'x');
  f.Write(other);
  CHECK(absl::IsInternal(f.files.Append(f.Of(1)).status()));
  CHECK(ContentOf(f.path) == other);
}

}  // namespace
}  // namespace enlace::audit::storage
