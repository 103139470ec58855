#include "services/audit/verify/export_reader.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "services/audit/verify/export_fixture.h"

namespace enlace::audit::verify::testing {
namespace {

using nlohmann::json;

json Line() {
  return {{"position", "7"},
          {"entryHash", HashText(Hash{1})},
          {"tenantId", Clinic().ToString()},
          {"event",
           {{"id", "01K9ZC4T8B0000000000000001"},
            {"occurredAt", "2026-11-29T17:00:00Z"},
            {"eventType", "WRITE"},
            {"action", "UPDATE"},
            {"resourceType", "Patient"},
            {"success", true}}}};
}

TEST_CASE("what a line leaves out has the value that is left out") {
  const auto line = ReadExportLine(Line().dump());
  REQUIRE(line.ok());
  CHECK(line->position == 7);
  CHECK(line->entry_hash == Hash{1});
  CHECK_FALSE(line->dropped);
  CHECK(line->masked);
  CHECK(line->shown.empty());
  CHECK(line->payload_key.empty());
  CHECK(line->record.person_id.IsNil());
  CHECK(line->record.payload.empty());
  const auto& event = line->record.event;
  CHECK(event.calls == 1);
  CHECK(event.resource_version == 0);
  CHECK(event.resource_ids.empty());
  CHECK(event.success);
  CHECK(event.reason.empty());
}

TEST_CASE("a time keeps its microseconds") {
  auto text = Line();
  text["event"]["occurredAt"] = "2026-11-29T17:00:00.000001Z";
  CHECK(ReadExportLine(text.dump())->record.event.occurred_at ==
        absl::FromUnixMicros(1'795'971'600'000'001));
}

TEST_CASE("what is in the clear counts only for records without a person") {
  auto text = Line();
  text["clear"] = {{"actorEmail", "ana@example.com"}, {"before", "{\"a\": 1.0}"}};
  const auto open = ReadExportLine(text.dump());
  CHECK(open->record.event.actor.email == "ana@example.com");
  CHECK(open->record.event.before_json == "{\"a\": 1.0}");
  CHECK_FALSE(open->masked);
  text["personId"] = Clinic().ToString();
  CHECK(ReadExportLine(text.dump())->record.event.actor.email.empty());
}

TEST_CASE("a line of a dropped record needs no event") {
  auto text = Line();
  text.erase("event");
  CHECK_FALSE(ReadExportLine(text.dump()).ok());
  text["dropped"] = true;
  const auto line = ReadExportLine(text.dump());
  REQUIRE(line.ok());
  CHECK(line->dropped);
}

TEST_CASE("a line that no export holds is refused, with the member's name") {
  struct Case {
    const char* member;
    const char* patch;
  };
  const Case cases[] = {
      {"position", R"({"position": 7})"},
      {"position", R"({"position": "-1"})"},
      {"position", R"({"position": null})"},
      {"position", R"({"position": "9223372036854775808"})"},
      {"position", R"({"position": "7 "})"},
      {"entryHash", R"({"entryHash": "AAAA"})"},
      {"tenantId", R"({"tenantId": "x"})"},
      {"tenantId", R"({"tenantId": null})"},
      {"personId", R"({"personId": 1})"},
      {"payload", R"({"payload": "*"})"},
      {"payloadKey", R"({"payloadKey": "AA"})"},
      {"clear", R"({"clear": "text"})"},
      {"event", R"({"event": []})"},
      {"id", R"({"event": {"id": "x"}})"},
      {"occurredAt", R"({"event": {"occurredAt": "yesterday"}})"},
      {"resourceIds", R"({"event": {"resourceIds": "x"}})"},
      {"resourceIds", R"({"event": {"resourceIds": ["x"]}})"},
      {"success", R"({"event": {"success": "true"}})"},
      {"calls", R"({"event": {"calls": 3}})"},
      {"actor", R"({"event": {"actor": "x"}})"},
  };
  for (const auto& c : cases) {
    auto text = Line();
    text.merge_patch(json::parse(c.patch));
    CAPTURE(text.dump());
    const auto line = ReadExportLine(text.dump());
    REQUIRE_FALSE(line.ok());
    CHECK(std::string(line.status().message()).find(std::string("\"") + c.member + "\"") !=
          std::string::npos);
  }
  for (const auto* text : {"", "x", "[]", "{", "1", "{}", R"({"error": {"status": 503}})"}) {
    CAPTURE(text);
    CHECK_FALSE(ReadExportLine(text).ok());
  }
}

TEST_CASE("a file that is no export is refused with its line's number") {
  auto text = ToNdjson(Chain(Records()).lines);
  text.insert(text.find('\n') + 1, "{\"error\": {\"status\": 503}}\n");
  const auto report = Check(text, "");
  REQUIRE_FALSE(report.ok());
  CHECK(std::string(report.status().message()) ==
        "line 2 of the export: the export broke off with an error here: it is not complete");
}

}  // namespace
}  // namespace enlace::audit::verify::testing
