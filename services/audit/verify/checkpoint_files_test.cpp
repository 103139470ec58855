#include "services/audit/verify/checkpoint_files.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "services/audit/verify/export_fixture.h"

namespace enlace::audit::verify::testing {
namespace {

using Texts = std::vector<std::string>;

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

// What is found in an honest export with these notes.
Texts FoundWith(const std::string& notes) {
  const auto report = Check(ToNdjson(Chain(Records()).lines), notes);
  REQUIRE(report.ok());
  return report->findings.Texts();
}

TEST_CASE("notes that can't be trusted are named") {
  const auto all = Chain(Records()).checkpoints;
  const auto others = Chain(Records(OtherClinic())).checkpoints;
  const auto notes = ToNotes(all);
  struct Case {
    std::string notes, found;
  };
  const Case cases[] = {
      {Replaced(notes, "\n128\n", "\n129\n"),
       "note 2 of clinic.checkpoints (the checkpoint of 129 records, signed for "
       "2026-11-20T14:07:00Z) has a signature that is not its key's"},
      {ToNotes({all[0]}) + ToNotes({all[1]}, OtherKey()) + ToNotes({all[2]}),
       "note 2 of clinic.checkpoints (the checkpoint of 128 records, signed for "
       "2026-11-20T14:07:00Z) is signed by none of the given keys"},
      {ToNotes({all[0], others[1], all[2]}),
       "note 2 of clinic.checkpoints (the checkpoint of 128 records, signed for "
       "2026-11-20T14:07:00Z) is about another tenant"},
      {notes.substr(0, notes.size() - 10),
       "note 3 of clinic.checkpoints is no checkpoint: the file was cut or changed"},
      {notes.substr(0, 60) + "\n" + notes,
       "note 1 of clinic.checkpoints is no checkpoint: the file was cut or changed"},
      {"hello\n", "note 1 of clinic.checkpoints is no checkpoint: the file was cut or changed"}};
  for (const auto& c : cases) {
    const auto found = FoundWith(c.notes);
    CAPTURE(c.notes, found);
    REQUIRE(found.size() == 1);
    CHECK(found[0].starts_with(c.found));
  }
}

// The first 150 records as they were, the others not.
std::vector<ExportLine> OtherHistory() {
  auto records = Records();
  for (std::size_t i = 150; i < kRecords; ++i) records[i].record.event.request_id = "another";
  return records;
}

TEST_CASE("two checkpoints of one size that differ are two chains") {
  const auto first = Chain(Records());
  const auto second = Chain(OtherHistory());
  const auto report =
      Check(ToNdjson(second.lines), ToNotes(first.checkpoints) + ToNotes(second.checkpoints));
  REQUIRE(report.ok());
  REQUIRE(report->findings.count() == 1);
  CHECK(report->findings.Texts()[0].starts_with("two chains: the checkpoint of 192 records"));
}

TEST_CASE("a checkpoint from before a backup was restored contradicts those after it") {
  const auto first = Chain(Records());
  const auto second = Chain(OtherHistory(), {64, 128, 196});
  const auto report =
      Check(ToNdjson(second.lines), ToNotes(first.checkpoints) + ToNotes(second.checkpoints));
  REQUIRE(report.ok());
  REQUIRE(report->findings.count() == 1);
  CHECK(report->findings.Texts()[0].starts_with(
      "two chains: the export agrees with the checkpoint of 196 records"));
}

TEST_CASE("a restored backup that has not grown again lacks what was signed") {
  auto backup = Chain(Records());
  backup.lines.resize(150);
  const auto report = Check(backup);
  REQUIRE(report.findings.count() == 1);
  CHECK(report.findings.Texts()[0].starts_with("records 150 to 191 missing at the end"));
}

TEST_CASE("a forged chain is found by a checkpoint that was signed over the true one") {
  const auto forged = Chain(OtherHistory());
  const auto report = Check(ToNdjson(forged.lines), ToNotes(Chain(Records()).checkpoints));
  REQUIRE(report.ok());
  REQUIRE(report->findings.count() == 1);
  CHECK(report->findings.Texts()[0] ==
        "records 128 to 191 rewritten: the chain is not that of the checkpoint of 192 records, "
        "signed for 2026-11-20T15:11:00Z; up to record 127 it is as signed");
}

}  // namespace
}  // namespace enlace::audit::verify::testing
