#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <string>
#include <vector>

#include "services/audit/verify/export_fixture.h"

namespace enlace::audit::verify::testing {
namespace {

// What somebody who can write to the database, but not sign, might do; what is found says where.
struct Tampering {
  const char* name;
  std::function<void(std::vector<ExportLine>&)> make;
  // How each finding begins, in the order of positions.
  std::vector<std::string> found;
};

void Erase(std::vector<ExportLine>& lines, std::size_t i) {
  lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
}

void Insert(std::vector<ExportLine>& lines, std::size_t i, ExportLine line) {
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(i), std::move(line));
}

void CheckFound(const Report& report, const std::vector<std::string>& found) {
  const auto texts = report.findings.Texts();
  CAPTURE(texts);
  REQUIRE(texts.size() == found.size());
  for (std::size_t i = 0; i < found.size(); ++i) CHECK(texts[i].starts_with(found[i]));
}

const Tampering kTamperings[] = {
    {"one field edited",
     [](auto& lines) { lines[57].record.event.action = "DELETE"; },
     {"record 57 edited: not what gave the entry hash that a checkpoint covers"}},
    {"one field edited after the last checkpoint",
     [](auto& lines) { lines[195].record.event.success = false; },
     {"record 195 edited, or the entry hash of record 194"}},
    {"one field of the first record edited",
     [](auto& lines) { lines[0].record.event.action = "DELETE"; },
     {"record 0 edited"}},
    {"what an old record holds in the clear edited",
     [](auto& lines) { lines[5].record.event.after_json = R"({"weight": 70.5})"; },
     {"record 5 edited"}},
    {"one field edited, with its entry hash",
     [](auto& lines) {
       lines[100].record.event.action = "DELETE";
       Rehash(lines, 100, 101);
     },
     {"records 64 to 127 rewritten", "record 101 edited, or the entry hash of record 100"}},
    {"one field edited, with all entry hashes from there",
     [](auto& lines) {
       lines[100].record.event.action = "DELETE";
       Rehash(lines, 100, lines.size());
     },
     {"records 64 to 127 rewritten: the chain is not that of the checkpoint of 128 records"}},
    {"an access deleted", [](auto& lines) { Erase(lines, 103); }, {"record 103 deleted"}},
    {"a write deleted",
     [](auto& lines) { Erase(lines, 100); },
     {"record 100 deleted", "version 16 of Patient "}},
    {"records deleted and the rest renumbered",
     [](auto& lines) {
       Erase(lines, 103);
       Renumber(lines);
     },
     {"records 64 to 127 rewritten", "record 103 edited, or the entry hash of record 102",
      "records 104 to 198 renumbered: chained as records 105 to 199; before them 1 was deleted"}},
    {"a record deleted, the rest renumbered and hashed anew",
     [](auto& lines) {
       Erase(lines, 103);
       Renumber(lines);
       Rehash(lines, 103, lines.size());
     },
     {"records 64 to 127 rewritten"}},
    {"two lines swapped",
     [](auto& lines) { std::swap(lines[100], lines[101]); },
     {"record 100 stands after record 101: the order was changed"}},
    {"two records swapped",
     [](auto& lines) {
       std::swap(lines[100], lines[101]);
       Renumber(lines);
     },
     {"records 64 to 127 rewritten", "records 100 to 102 edited"}},
    {"a record put in beside another",
     [](auto& lines) { Insert(lines, 101, OtherAccess(100)); },
     {"record 100 is there again, after record 100"}},
    {"a record put in and the rest renumbered",
     [](auto& lines) {
       Insert(lines, 100, OtherAccess(100));
       Renumber(lines);
       Rehash(lines, 100, 101);
     },
     {"records 64 to 127 rewritten", "record 101 edited, or the entry hash of record 100",
      "records 102 to 200 renumbered: chained as records 101 to 199; before them 1 was put in"}},
    {"another clinic's record copied over one",
     [](auto& lines) { lines[103] = Chain(Records(OtherClinic())).lines[103]; },
     {"records 64 to 127 rewritten", "records 103 to 104 edited",
      "record 103 of another tenant, " + OtherClinic().ToString()}},
    {"the end cut off",
     [](auto& lines) { lines.resize(180); },
     {"records 180 to 191 missing at the end, which the checkpoint of 192 records"}},
    {"all records deleted", [](auto& lines) { lines.clear(); }, {"records 0 to 191 missing"}},
    {"a recent record passed off as dropped",
     [](auto& lines) { lines[103].dropped = true; },
     {"record 103 deleted: marked as dropped after retention, but no later RETENTION record"}},
    {"another address shown",
     [](auto& lines) { lines[60].shown.ip = "198.51.100.9"; },
     {"record 60 is shown with another address"}},
    {"another e-mail shown for a record from before payloads",
     [](auto& lines) { lines[5].shown.actor_email = "eva@example.com"; },
     {"record 5 is shown with another e-mail"}},
    {"no user agent shown",
     [](auto& lines) { lines[60].shown.user_agent = ""; },
     {"record 60 is shown with another user agent"}},
    {"another person's key",
     [](auto& lines) { lines[60].payload_key = lines[61].payload_key; },
     {"record 60 has a payload that its key does not open"}},
    {"personal data shown without the key",
     [](auto& lines) { lines[60].payload_key.clear(); },
     {"record 60 shows personal data that no opened payload proves"}},
    {"old records without what they hold of persons",
     [](auto& lines) {
       for (std::size_t i = 0; i < kInTheClear; ++i) {
         lines[i].masked = true;
         lines[i].shown = {};
       }
     },
     {"records 0 to 9 not checked"}},
};

TEST_CASE("whatever is done to an export is found, and where") {
  for (const auto& tampering : kTamperings) {
    auto exported = Chain(Records());
    tampering.make(exported.lines);
    INFO(tampering.name);
    CheckFound(Check(exported), tampering.found);
  }
}

TEST_CASE("a record that was lost before it was chained is missed by its version") {
  auto records = Records();
  Erase(records, 100);
  CheckFound(Check(Chain(records)), {"version 16 of Patient "});
}

TEST_CASE("a dropped month without a record that says so was deleted") {
  auto records = Records();
  Erase(records, kTombstone);
  auto exported = Chain(records);
  for (std::size_t i = 0; i < kOfOldMonth; ++i) exported.lines[i].dropped = true;
  CheckFound(Check(exported), {"records 0 to 49 deleted: marked as dropped"});
}

TEST_CASE("a record that tells of a dropped month must be covered by a checkpoint") {
  auto exported = Chain(Records(), {64, 128, kTombstone});
  for (std::size_t i = 0; i < kOfOldMonth; ++i) exported.lines[i].dropped = true;
  CheckFound(Check(exported),
             {"records 0 to 49 deleted: marked as dropped after retention, but record 190"});
}

TEST_CASE("the entry hash of a dropped record is kept by the checkpoints") {
  auto exported = Chain(Records());
  for (std::size_t i = 0; i < kOfOldMonth; ++i) exported.lines[i].dropped = true;
  exported.lines[10].entry_hash[0] ^= 1;
  CheckFound(Check(exported), {"records 0 to 63 rewritten", "records 0 to 49 deleted"});
}

}  // namespace
}  // namespace enlace::audit::verify::testing
