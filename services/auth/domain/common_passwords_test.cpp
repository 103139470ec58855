#include "services/auth/domain/common_passwords.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "libs/core/absl_view.h"
#include "services/auth/domain/common_passwords_text.h"

namespace enlace::auth {
namespace {

std::vector<std::string> Entries() {
  std::vector<std::string> entries =
      absl::StrSplit(core::Absl(kCommonPasswordsText), '\n', absl::SkipEmpty());
  std::erase_if(entries, [](const auto& line) { return line[0] == '#'; });
  return entries;
}

TEST_CASE("every entry of the list is found, in whatever case") {
  const auto entries = Entries();
  CHECK(entries.size() == 16'281);
  CHECK(std::all_of(entries.begin(), entries.end(), IsCommonPassword));
  CHECK(IsCommonPassword("password"));
  CHECK(IsCommonPassword("PassWord"));
  CHECK(IsCommonPassword("1234567890QWERTY"));
}

TEST_CASE("the list is sorted, in lower case, and holds what is long enough to be chosen") {
  const auto entries = Entries();
  CHECK(std::is_sorted(entries.begin(), entries.end()));
  CHECK(std::all_of(entries.begin(), entries.end(), [](const auto& entry) {
    return entry.size() >= 8 && entry == absl::AsciiStrToLower(entry);
  }));
}

TEST_CASE("what only looks like an entry is none") {
  for (const char* password : {"", "passwor", "password ", "correct horse battery staple",
                               "# MIT License", "MIT License", "password\npassword1", "pässword"}) {
    INFO(password);
    CHECK_FALSE(IsCommonPassword(password));
  }
}

}  // namespace
}  // namespace enlace::auth
