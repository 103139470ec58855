#include <algorithm>

#include "services/patient/storage/patient_fixture.h"

namespace enlace::patient::storage {
namespace {

using nlohmann::json;

// Document numbers of the patients that a filter finds, sorted.
std::vector<std::string> Found(PatientFixture& f, const PatientFilter& filter) {
  const auto patients = f.patients.List(f.alpha, filter, std::nullopt, 50);
  INFO(patients.status().ToString());
  REQUIRE(patients.ok());
  std::vector<std::string> numbers;
  for (const auto& patient : *patients) numbers.push_back(patient.document->number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

using Numbers = std::vector<std::string>;

// Three patients of Alpha and one of Beta who equals the first.
void Populate(PatientFixture& f) {
  auto maria = PatientOf(f.alpha, "1001");
  maria.phones = {"+573001234567", "+576015551234"};
  maria.email = "Maria@Example.com";
  maria.workflow = "prior_auth";
  maria.custom_fields = json{{"plan", "gold"}, {"visits", 3}, {"vip", true}, {"note", ""}};
  f.Insert(f.alpha, maria);
  auto jose = PatientOf(f.alpha, "1002");
  jose.first_name = "JOSÉ";
  jose.second_name.reset();
  jose.last_name = "Núñez";
  jose.phones = {"+576015551234"};
  jose.email = "jose@example.com";
  jose.owner_id = "other@example.com";
  jose.custom_fields = json{{"plan", "gold"}, {"visits", 4}};
  f.Insert(f.alpha, jose);
  auto ana = PatientOf(f.alpha, "1003");
  ana.first_name = "Ana_100%";
  ana.document->type = "CE";
  ana.workflow = "patient_questions";
  f.Insert(f.alpha, ana);
  maria.id = NewId();
  f.Insert(f.beta, maria);
}

TEST_CASE("each filter finds its patients and nobody else") {
  PatientFixture f;
  Populate(f);
  const struct {
    const char* what;
    PatientFilter filter;
    Numbers expected;
  } cases[] = {
      {"no filter", {}, {"1001", "1002", "1003"}},
      {"document", {.document = clinical::IdentityDocument{"CC", "1001"}}, {"1001"}},
      {"type of another", {.document = clinical::IdentityDocument{"CC", "1003"}}, {}},
      {"document type", {.doc_type_id = "CE"}, {"1003"}},
      {"e-mail", {.email = "maria@example.com"}, {"1001"}},
      {"phone of one", {.phone = "+573001234567"}, {"1001"}},
      {"phone of two", {.phone = "+576015551234"}, {"1001", "1002"}},
      {"full name", {.name = "maría josé rod"}, {"1001"}},
      {"name without accents", {.name = "MARIA JOSE"}, {"1001"}},
      {"accent in two code points", {.name = "jose\u0301 nun\u0303ez"}, {"1002"}},
      {"family names", {.name = "Rodriguez P"}, {"1001", "1003"}},
      {"middle of a name", {.name = "José Rod"}, {}},
      {"percent is no wildcard", {.name = "%"}, {}},
      {"underscore is no wildcard", {.name = "_"}, {}},
      {"literal wildcards", {.name = "ana_100%"}, {"1003"}},
      {"workflow", {.workflow = "prior_auth"}, {"1001"}},
      {"owner", {.owner_id = "other@example.com"}, {"1002"}},
      {"text", {.custom_fields = {{"plan", "gold"}}}, {"1001", "1002"}},
      {"number", {.custom_fields = {{"visits", "3"}}}, {"1001"}},
      {"boolean", {.custom_fields = {{"vip", "true"}}}, {"1001"}},
      {"empty text", {.custom_fields = {{"note", ""}}}, {"1001"}},
      {"two keys", {.custom_fields = {{"plan", "gold"}, {"visits", "4"}}}, {"1002"}},
      {"text of a number", {.custom_fields = {{"visits", "3.0"}}}, {}},
      {"two keys of different patients", {.custom_fields = {{"visits", "3"}, {"visits", "4"}}}, {}},
      {"one key asked for twice",
       {.custom_fields = {{"plan", "gold"}, {"plan", "gold"}}},
       {"1001", "1002"}},
      {"key and workflow",
       {.workflow = "prior_auth", .custom_fields = {{"plan", "gold"}}},
       {"1001"}},
      {"key and document type", {.doc_type_id = "CE", .custom_fields = {{"plan", "gold"}}}, {}},
      {"unknown key", {.custom_fields = {{"plan'", "gold"}}}, {}},
      {"phone and name", {.phone = "+576015551234", .name = "nunez"}, {"1002"}},
      {"e-mail and owner", {.email = "maria@example.com", .owner_id = "nobody"}, {}},
      {"injection", {.name = "' OR '1'='1"}, {}},
  };
  for (const auto& item : cases) {
    INFO(item.what);
    CHECK(Found(f, item.filter) == item.expected);
  }
}

TEST_CASE("phones, e-mails and names are found as they are now") {
  PatientFixture f;
  auto patient = PatientOf(f.alpha, "1001");
  patient.phones = {"+573001234567"};
  patient.email = "old@example.com";
  f.Insert(f.alpha, patient);
  REQUIRE(f.patients
              .Update(f.alpha, patient.id, PatientRepository::Among::kLive,
                      [](const Patient& current) -> absl::StatusOr<Patient> {
                        auto next = current;
                        next.phones = {"+573009999999"};
                        next.email = "new@example.com";
                        next.last_name = "Gómez";
                        return next;
                      })
              .ok());
  CHECK(Found(f, {.phone = "+573001234567"}).empty());
  CHECK(Found(f, {.email = "old@example.com"}).empty());
  CHECK(Found(f, {.name = "rodriguez"}).empty());
  CHECK(Found(f, {.phone = "+573009999999"}) == Numbers{"1001"});
  CHECK(Found(f, {.email = "new@example.com"}) == Numbers{"1001"});
  CHECK(Found(f, {.name = "gomez"}) == Numbers{"1001"});
}

// Stores what `edit` makes of a patient.
template <typename Edit>
void Change(PatientFixture& f, const core::Ulid& id, Edit edit) {
  REQUIRE(f.patients
              .Update(f.alpha, id, PatientRepository::Among::kAll,
                      [&](const Patient& current) -> absl::StatusOr<Patient> {
                        auto next = current;
                        edit(next);
                        return next;
                      })
              .ok());
}

TEST_CASE("custom fields are found as they are now") {
  PatientFixture f;
  auto patient = PatientOf(f.alpha, "1001");
  patient.custom_fields = json{{"plan", "gold"}, {"visits", 3}};
  f.Insert(f.alpha, patient);
  Change(f, patient.id, [](Patient& next) {
    next.custom_fields = json{{"plan", "silver"}, {"visits", 3}, {"vip", false}};
  });
  CHECK(Found(f, {.custom_fields = {{"plan", "gold"}}}).empty());
  CHECK(Found(f, {.custom_fields = {{"plan", "silver"}}}) == Numbers{"1001"});
  CHECK(Found(f, {.custom_fields = {{"visits", "3"}, {"vip", "false"}}}) == Numbers{"1001"});

  Change(f, patient.id, [](Patient& next) { next.deleted = true; });
  CHECK(Found(f, {.custom_fields = {{"plan", "silver"}}}).empty());
  Change(f, patient.id, [](Patient& next) { next.deleted = false; });
  CHECK(Found(f, {.custom_fields = {{"plan", "silver"}}}) == Numbers{"1001"});
  Change(f, patient.id, [](Patient& next) { next.custom_fields = json::object(); });
  CHECK(Found(f, {.custom_fields = {{"plan", "silver"}}}).empty());
}

TEST_CASE("a thousand custom fields and a long text are found, lists and objects are not") {
  PatientFixture f;
  auto patient = PatientOf(f.alpha, "1001");
  for (int i = 0; i < 997; ++i) patient.custom_fields["k" + std::to_string(i)] = i;
  const std::string note(200'000, 'n');
  patient.custom_fields["note"] = note;
  patient.custom_fields["list"] = {1};
  patient.custom_fields["object"] = {{"a", 1}};
  f.Insert(f.alpha, patient);
  CHECK(Found(f, {.custom_fields = {{"k996", "996"}}}) == Numbers{"1001"});
  CHECK(Found(f, {.custom_fields = {{"note", note}}}) == Numbers{"1001"});
  CHECK(Found(f, {.custom_fields = {{"list", "[1]"}}}).empty());
  CHECK(Found(f, {.custom_fields = {{"object", "{\"a\": 1}"}}}).empty());
}

TEST_CASE("deleted patients are in no list") {
  PatientFixture f;
  Populate(f);
  const auto all = *f.patients.List(f.alpha, {}, std::nullopt, 50);
  for (const auto& patient : all) {
    REQUIRE(f.patients
                .Update(f.alpha, patient.id, PatientRepository::Among::kLive,
                        [](const Patient& current) -> absl::StatusOr<Patient> {
                          auto next = current;
                          next.deleted = true;
                          return next;
                        })
                .ok());
  }
  CHECK(Found(f, {}).empty());
  CHECK(Found(f, {.document = clinical::IdentityDocument{"CC", "1001"}}).empty());
  CHECK(Found(f, {.email = "maria@example.com"}).empty());
  CHECK(Found(f, {.phone = "+573001234567"}).empty());
  CHECK(Found(f, {.name = "maria"}).empty());
  CHECK(Found(f, {.workflow = "prior_auth"}).empty());
  CHECK(Found(f, {.owner_id = "other@example.com"}).empty());
  CHECK(Found(f, {.doc_type_id = "CE"}).empty());
  CHECK(Found(f, {.custom_fields = {{"plan", "gold"}}}).empty());
}

// Ids of a whole list, fifty at a time.
std::vector<core::Ulid> PageByPage(PatientFixture& f, const PatientFilter& filter) {
  std::vector<core::Ulid> seen;
  std::optional<core::Ulid> after;
  while (true) {
    const auto page = *f.patients.List(f.alpha, filter, after, 50);
    if (page.empty()) return seen;
    for (const auto& patient : page) seen.push_back(patient.id);
    after = page.back().id;
  }
}

TEST_CASE("keyset pages over 120 patients miss none and repeat none, forwards and backwards") {
  PatientFixture f;
  std::vector<core::Ulid> expected;
  for (int i = 0; i < 120; ++i) {
    auto patient = PatientOf(f.alpha, std::to_string(10'000 + i));
    patient.phones = {"+573001234567"};
    patient.email = "family@example.com";
    patient.workflow = "prior_auth";
    patient.custom_fields = json{{"plan", "gold"}, {"vip", true}};
    expected.push_back(f.Insert(f.alpha, patient).id);
  }
  std::sort(expected.begin(), expected.end());
  for (PatientFilter filter :
       {PatientFilter{}, PatientFilter{.email = "family@example.com"},
        PatientFilter{.phone = "+573001234567"}, PatientFilter{.name = "maria"},
        PatientFilter{.workflow = "prior_auth"}, PatientFilter{.owner_id = "owner@example.com"},
        PatientFilter{.doc_type_id = "CC"}, PatientFilter{.custom_fields = {{"plan", "gold"}}},
        PatientFilter{.custom_fields = {{"plan", "gold"}, {"vip", "true"}}}}) {
    CHECK(PageByPage(f, filter) == expected);
    filter.newest_first = true;
    CHECK(PageByPage(f, filter) == std::vector<core::Ulid>(expected.rbegin(), expected.rend()));
  }
}

}  // namespace
}  // namespace enlace::patient::storage
