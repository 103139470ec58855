#include "services/audit/verify/verifier.h"

#include <catch2/catch_test_macros.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "services/audit/verify/export_fixture.h"

namespace enlace::audit::verify::testing {
namespace {

std::string Printed(const Report& report) {
  std::ostringstream out;
  Print(report, out);
  return out.str();
}

TEST_CASE("an honest export agrees with its checkpoints") {
  const auto report = Check(Chain(Records()));
  CHECK(Printed(report) ==
        "note: not yet covered by a checkpoint: 8\n"
        "200 records (0 dropped after retention), 3 of 3 checkpoints agree, 189 payloads compared, "
        "0 findings\n");
}

TEST_CASE("every number of records with a checkpoint verifies") {
  for (std::size_t size = 1; size <= 70; ++size) {
    auto records = Records();
    records.resize(size);
    CAPTURE(size);
    const auto report = Check(Chain(std::move(records), {1, size}));
    CHECK(report.findings.count() == 0);
    CHECK(report.covered == size);
  }
}

TEST_CASE("a month that was dropped is accepted with the record that says so") {
  auto exported = Chain(Records());
  for (std::size_t i = 0; i < kOfOldMonth; ++i) exported.lines[i].dropped = true;
  const auto report = Check(exported);
  CHECK(report.findings.Texts() == std::vector<std::string>{});
  CHECK(report.dropped == kOfOldMonth);
  CHECK(report.agreed == 3);
}

TEST_CASE("an export without personal data is checked but for records from before payloads") {
  auto records = Records();
  records.erase(records.begin(), records.begin() + kInTheClear);
  // What began in the records that were taken away.
  for (auto& line : records) line.record.event.resource_version = 0;
  auto exported = Chain(std::move(records), {128});
  for (auto& line : exported.lines) {
    line.shown = {};
    line.payload_key.clear();
  }
  const auto report = Check(exported);
  CHECK(report.findings.count() == 0);
  CHECK(report.opened == 0);
  CHECK(report.closed == 189);
}

TEST_CASE("several keys may have been in use, and checkpoints come from several files") {
  const auto exported = Chain(Records());
  const auto& all = exported.checkpoints;
  std::istringstream ndjson(ToNdjson(exported.lines));
  std::istringstream one(ToNotes({all[0], all[1]}, OtherKey()) + "\n");
  std::istringstream two("\n" + ToNotes({all[1], all[2]}));
  const auto report =
      VerifyExport(ndjson, {{.name = "one", .content = one}, {.name = "two", .content = two}},
                   {Key().public_key(), OtherKey().public_key()});
  REQUIRE(report.ok());
  CHECK(report->findings.count() == 0);
  CHECK(report->checkpoints == 3);
  CHECK(report->agreed == 3);
}

TEST_CASE("versions that came late or were repeated are no finding") {
  auto records = Records();
  std::swap(records[100], records[120]);
  // An access becomes the same write once more.
  records[103].record.event.event_type = "WRITE";
  records[103].record.event.resource_ids = records[101].record.event.resource_ids;
  records[103].record.event.resource_version = records[101].record.event.resource_version;
  CHECK(Check(Chain(std::move(records))).findings.Texts() == std::vector<std::string>{});
}

TEST_CASE("users' versions are not counted, as they are in the chains of several tenants") {
  auto records = Records();
  records.erase(records.begin() + 100);
  for (auto& line : records) line.record.event.resource_type = "User";
  CHECK(Check(Chain(std::move(records))).findings.count() == 0);
}

TEST_CASE("an empty export without a checkpoint has nothing to be wrong") {
  const auto report = Check("", "");
  REQUIRE(report.ok());
  CHECK(report->findings.count() == 0);
  CHECK(report->records == 0);
}

TEST_CASE("the findings of the lowest positions are shown, the others counted") {
  auto exported = Chain(Records());
  for (std::size_t i = 1; i < 60; i += 2) exported.lines[i].record.event.request_id = "another";
  const auto report = Check(exported);
  CHECK(report.findings.count() == 30);
  REQUIRE(report.findings.Texts().size() == Findings::kShown);
  CHECK(report.findings.Texts()[0].starts_with("record 1 edited"));
  CHECK(report.findings.Texts()[19].starts_with("record 39 edited"));
  CHECK(Printed(report).find("… and 10 more\n") != std::string::npos);
}

}  // namespace
}  // namespace enlace::audit::verify::testing
