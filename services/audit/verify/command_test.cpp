#include "services/audit/verify/command.h"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "libs/core/ulid.h"
#include "services/audit/verify/export_fixture.h"

namespace enlace::audit::verify::testing {
namespace {

// A folder with the files of a check; removed with it.
class Files {
 public:
  Files()
      : folder_(std::filesystem::temp_directory_path() /
                core::Ulid::Generate(absl::UnixEpoch()).ToString()) {
    std::filesystem::create_directory(folder_);
    Write("key", Key().public_key().ToText() + "\n");
    const auto exported = Chain(Records());
    Write("export", ToNdjson(exported.lines));
    Write("checkpoints", ToNotes(exported.checkpoints));
  }
  ~Files() { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(Path(name), std::ios::binary) << text;
  }

  int Run(const std::vector<std::string>& arguments) {
    std::ostringstream out, err;
    const int code = verify::Run(arguments, out, err);
    printed = out.str();
    complaint = err.str();
    return code;
  }
  int Run() {
    return Run(
        {"--key", Path("key"), "--export", Path("export"), "--checkpoints", Path("checkpoints")});
  }

  std::string printed, complaint;

 private:
  const std::filesystem::path folder_;
};

TEST_CASE("the exit code is 0 for an honest export") {
  Files files;
  CHECK(files.Run() == 0);
  CHECK(files.printed.ends_with(" 0 findings\n"));
  CHECK(files.complaint == "");
}

TEST_CASE("the exit code is 1 when something is found") {
  Files files;
  auto exported = Chain(Records());
  exported.lines[57].record.event.action = "DELETE";
  files.Write("export", ToNdjson(exported.lines));
  CHECK(files.Run() == 1);
  CHECK(files.printed.starts_with("FOUND: record 57 edited"));
  CHECK(files.printed.ends_with(" 1 finding\n"));
}

TEST_CASE("the exit code is 2 for files that can't be read") {
  Files files;
  const auto key = files.Path("key"), exported = files.Path("export"),
             notes = files.Path("checkpoints"), absent = files.Path("absent"),
             folder = files.Path("");
  for (const auto& wrong : {absent, folder, notes}) {
    CAPTURE(wrong);
    CHECK(files.Run({"--key", wrong, "--export", exported, "--checkpoints", notes}) == 2);
    CHECK(files.complaint != "");
    CHECK(files.Run({"--key", key, "--export", wrong, "--checkpoints", notes}) == 2);
    CHECK(files.complaint != "");
  }
  CHECK(files.Run({"--key", key, "--export", exported, "--checkpoints", absent}) == 2);
  CHECK(files.Run({"--key", key, "--export", exported, "--checkpoints", folder}) == 2);
}

TEST_CASE("wrong arguments are answered with the usage") {
  Files files;
  const std::vector<std::string> wrong[] = {
      {},
      {"--help"},
      {"--key", "a", "--export", "b"},
      {"--key", "a", "--export", "b", "--checkpoints"},
      {"--key", "a", "--key", "a", "--export", "b", "--checkpoints", "c"},
      {"--keys", "a", "--export", "b", "--checkpoints", "c"}};
  for (const auto& arguments : wrong) {
    CHECK(files.Run(arguments) == 2);
    CHECK(files.complaint.starts_with("usage: enlace-audit-verify --key KEYFILE"));
    CHECK(files.printed == "");
  }
}

}  // namespace
}  // namespace enlace::audit::verify::testing
