#include "services/auth/domain/workflow_rules.h"

#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"

namespace enlace::auth {
namespace {

// "field REASON, …" of what is wrong with a workflow of these fields.
std::string Refused(std::vector<WorkflowField> fields) {
  NewWorkflow workflow{.name = "prior_auth", .fields = std::move(fields)};
  std::vector<core::Violation> violations;
  CheckNewWorkflow(workflow, violations);
  std::string text;
  for (const auto& violation : violations) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", violation.field, " ", violation.reason);
  }
  return text;
}

std::string RefusedField(const std::function<void(WorkflowField&)>& spoil) {
  WorkflowField field{.key = "plan", .type = "string"};
  spoil(field);
  auto text = Refused({field});
  constexpr std::string_view kAt = "patientSchema.fields[0].";
  return text.starts_with(kAt) ? text.substr(kAt.size()) : text;
}

TEST_CASE("a workflow's fields are put into their order, with a label each") {
  NewWorkflow workflow{
      .name = " prior_auth ",
      .fields = {{.key = "b", .label = " Second ", .type = "String", .display_order = 7},
                 {.key = "a",
                  .type = "select",
                  .options = {"Pending", "Approved"},
                  .default_value = "Pending"}}};
  std::vector<core::Violation> violations;
  CheckNewWorkflow(workflow, violations);
  REQUIRE(violations.empty());
  CHECK(workflow.name == "prior_auth");
  CHECK(workflow.fields[0].key == "a");
  CHECK(workflow.fields[0].label == "a");
  CHECK(workflow.fields[0].display_order == 2);
  CHECK(workflow.fields[1].label == "Second");
  CHECK(workflow.fields[1].type == "string");
}

TEST_CASE("everything that is wrong with a field is named") {
  const struct {
    std::function<void(WorkflowField&)> spoil;
    std::string refused;
  } cases[] = {
      {[](auto&) {}, ""},
      {[](auto& f) { f.key = " "; }, "key REQUIRED"},
      {[](auto& f) { f.key = "1st"; }, "key SCHEMA_KEY"},
      {[](auto& f) { f.key = "plan-b"; }, "key SCHEMA_KEY"},
      {[](auto& f) { f.key = std::string(65, 'k'); }, "key SCHEMA_KEY"},
      {[](auto& f) { f.label = std::string(121, 'l'); }, "label TEXT_LENGTH"},
      {[](auto& f) { f.type = ""; }, "type REQUIRED"},
      {[](auto& f) { f.type = "uuid"; }, "type ENUM_VALUE"},
      {[](auto& f) { f.options = {"a"}; }, "options SCHEMA_OPTIONS"},
      {[](auto& f) { f.type = "select"; }, "options SCHEMA_OPTIONS"},
      {[](auto& f) {
         f.type = "select";
         f.options = {"a", " a", ""};
       },
       "options[1] REPEATED, patientSchema.fields[0].options[2] REQUIRED"},
      {[](auto& f) {
         f.type = "select";
         f.options = std::vector<std::string>(201, "a");
       },
       "options LIST_LENGTH"},
      {[](auto& f) { f.display_order = -1; }, "displayOrder SCHEMA_ORDER"},
      {[](auto& f) { f.display_order = 1001; }, "displayOrder SCHEMA_ORDER"},
  };
  for (const auto& one : cases) {
    INFO(one.refused);
    CHECK(RefusedField(one.spoil) == one.refused);
  }
}

TEST_CASE("a default is a value that the field takes") {
  const struct {
    std::string type;
    nlohmann::json value;
    bool taken;
  } cases[] = {
      {"string", "gold", true},
      {"string", 7, false},
      {"string", std::string(201, 's'), false},
      {"text", "one\ntwo", true},
      {"text", std::string(2001, 't'), false},
      {"number", 7, true},
      {"number", -2.5, true},
      {"number", "7", false},
      {"boolean", true, true},
      {"boolean", "true", false},
      {"date", "1990-04-12", true},
      {"date", "1990-02-30", false},
      {"datetime", "2026-12-01T09:00:00-05:00", true},
      {"datetime", "2026-12-01T09:00:00", false},
      {"phone", "+573001234567", true},
      {"phone", "3001234567", false},
      {"email", "maria@example.com", true},
      {"email", "maria", false},
      {"select", "Denied", true},
      {"select", "Lost", false},
      {"string", nlohmann::json::object(), false},
      {"string", nlohmann::json(), true},
  };
  for (const auto& one : cases) {
    INFO(one.type << " " << one.value.dump());
    const auto refused = RefusedField([&](WorkflowField& field) {
      field.type = one.type;
      field.default_value = one.value;
      if (one.type == "select") field.options = {"Pending", "Denied"};
    });
    CHECK(refused == (one.taken ? "" : "default SCHEMA_DEFAULT"));
  }
}

TEST_CASE("keys and places are unique, and a workflow has a hundred fields at most") {
  const WorkflowField field{.key = "plan", .type = "string", .display_order = 1};
  CHECK(Refused({field, field}) ==
        "patientSchema.fields[1].key REPEATED, patientSchema.fields[1].displayOrder REPEATED");
  CHECK(Refused(std::vector<WorkflowField>(101, field)) == "patientSchema.fields LIST_LENGTH");
}

TEST_CASE("what a workflow asks takes 32 KiB at most") {
  std::vector<WorkflowField> fields;
  for (int i = 0; i < 2; ++i) {
    fields.push_back({.key = absl::StrCat("f", i), .type = "select"});
    for (int j = 0; j < 140; ++j) {
      fields.back().options.push_back(absl::StrCat(std::string(110, 'o'), j));
    }
  }
  CHECK(Refused(fields).empty());
  fields[1].options.resize(200);
  for (int j = 140; j < 200; ++j)
    fields[1].options[static_cast<std::size_t>(j)] = absl::StrCat(std::string(110, 'o'), j);
  CHECK(Refused(fields) == "patientSchema.fields CUSTOM_FIELDS_SIZE");
}

TEST_CASE("names and bot flows are of few characters") {
  NewWorkflow workflow{.name = "prior auth", .bot_flow = "two words"};
  std::vector<core::Violation> violations;
  CheckNewWorkflow(workflow, violations);
  REQUIRE(violations.size() == 2);
  CHECK(violations[0].reason == "WORKFLOW_FORMAT");
  CHECK(violations[1].reason == "BOT_FLOW");
}

}  // namespace
}  // namespace enlace::auth
