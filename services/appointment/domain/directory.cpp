#include "services/appointment/domain/directory.h"

#include <utility>

#include "libs/catalog/identity_document.h"
#include "libs/clinical/date.h"
#include "libs/clinical/npi.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/location_rules.h"
#include "services/appointment/domain/practitioner_rules.h"

namespace enlace::appointment {
namespace {

using Violations = std::vector<core::Violation>;

// What is looked for in a specialty or a city; nullopt where nothing is.
std::optional<std::string> ReadSearch(const std::string& value, const char* field,
                                      Violations& violations) {
  auto text = clinical::CheckText(value, field, {.max_characters = 100}, violations);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

template <typename Item>
absl::StatusOr<Item> OrAbsent(absl::StatusOr<std::optional<Item>> found, absl::Status absent) {
  if (!found.ok()) return found.status();
  if (!found->has_value()) return absent;
  return **std::move(found);
}

}  // namespace

Directory::Directory(DirectoryRepository& repository, const catalog::Source& catalogs,
                     const core::Clock& clock)
    : repository_(repository), catalogs_(catalogs), clock_(clock) {}

catalog::Codes Directory::CodesOf(const Caller& caller) const {
  return {catalogs_.Current(), caller.rules, clinical::Today(clock_, caller.time_zone)};
}

absl::StatusOr<Practitioner> Directory::CreatePractitioner(const Caller& caller,
                                                           const PractitionerInput& input,
                                                           Violations& warnings) {
  bool site_found = false;
  if (const auto site = NamedSite(input)) {
    const auto found = repository_.FindLocation(caller, *site);
    if (!found.ok()) return found.status();
    site_found = found->has_value();
  }
  Practitioner made;
  made.id = core::Ulid::Generate(clock_.Now());
  const auto practitioner = ApplyInput(made, input, site_found, CodesOf(caller), warnings);
  if (!practitioner.ok()) return practitioner.status();
  return repository_.InsertPractitioner(caller, *practitioner);
}

absl::StatusOr<core::Ulid> Directory::EnsurePractitioner(const Caller& caller,
                                                         const Practitioner& practitioner) {
  const auto ensured = repository_.EnsurePractitioner(caller, practitioner);
  if (ensured.ok()) return practitioner.id;
  if (core::DetailsOf(ensured).reason != core::reason::kDocumentExists) return ensured;
  const auto bearers = repository_.ListPractitioners(caller, {.document = practitioner.document},
                                                     std::nullopt, /*limit=*/1);
  if (!bearers.ok()) return bearers.status();
  // Deleted meanwhile.
  if (bearers->empty()) return ensured;
  return bearers->front().id;
}

absl::StatusOr<Practitioner> Directory::GetPractitioner(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundDoctor();
  return OrAbsent(repository_.FindPractitioner(caller, *key), core::refusal::NotFoundDoctor());
}

absl::StatusOr<PractitionerPage> Directory::ListPractitioners(const Caller& caller,
                                                              const PractitionerQuery& query,
                                                              PageRequest page) {
  const auto after = ReadCursor(page);
  PractitionerFilter filter{.active = query.active};
  if (!query.doc_type_id.empty() || !query.doc_number.empty()) {
    filter.document =
        catalog::ReadIdentityDocument(CodesOf(caller), query.doc_type_id, query.doc_number,
                                      "docTypeId", "docNumber", page.violations);
  }
  filter.specialty = ReadSearch(query.specialty, "specialty", page.violations);
  if (!query.clinic_id.empty()) {
    filter.location_id = core::Ulid::Parse(query.clinic_id);
    if (!filter.location_id) page.violations.push_back(core::violation::IdFormat("clinicId"));
  }
  if (!query.npi.empty()) filter.npi = clinical::ReadNpi(query.npi, "npi", page.violations);
  if (!page.violations.empty()) return core::InvalidFields(std::move(page.violations));
  auto found = repository_.ListPractitioners(caller, filter, after, page.size + 1);
  if (!found.ok()) return found.status();
  PractitionerPage answer{*std::move(found), std::nullopt};
  answer.next = CutPage(answer.practitioners, page.size);
  return answer;
}

absl::StatusOr<Practitioner> Directory::UpdatePractitioner(const Caller& caller,
                                                           std::string_view id,
                                                           const PractitionerInput& input,
                                                           Violations& warnings) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundDoctor();
  const auto codes = CodesOf(caller);
  return repository_.UpdatePractitioner(
      caller, *key, NamedSite(input), [&](const Practitioner& current, bool site_found) {
        return ApplyInput(current, input, site_found, codes, warnings);
      });
}

absl::Status Directory::DeletePractitioner(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundDoctor();
  return repository_.DeletePractitioner(caller, *key);
}

absl::StatusOr<Location> Directory::CreateLocation(const Caller& caller, const LocationInput& input,
                                                   Violations& warnings) {
  const auto codes = CodesOf(caller);
  Location made;
  made.id = core::Ulid::Generate(clock_.Now());
  made.country = codes.rules().country;
  made.time_zone = caller.time_zone;
  const auto location = ApplyInput(made, input, /*others_active=*/false, codes, warnings);
  if (!location.ok()) return location.status();
  return repository_.InsertLocation(caller, *location);
}

absl::StatusOr<Location> Directory::GetLocation(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundSite();
  return OrAbsent(repository_.FindLocation(caller, *key), core::refusal::NotFoundSite());
}

absl::StatusOr<LocationPage> Directory::ListLocations(const Caller& caller,
                                                      const LocationQuery& query,
                                                      PageRequest page) {
  const auto after = ReadCursor(page);
  const LocationFilter filter{.active = query.active,
                              .city = ReadSearch(query.city, "city", page.violations)};
  if (!page.violations.empty()) return core::InvalidFields(std::move(page.violations));
  auto found = repository_.ListLocations(caller, filter, after, page.size + 1);
  if (!found.ok()) return found.status();
  LocationPage answer{*std::move(found), std::nullopt};
  answer.next = CutPage(answer.locations, page.size);
  return answer;
}

absl::StatusOr<Location> Directory::UpdateLocation(const Caller& caller, std::string_view id,
                                                   const LocationInput& input,
                                                   Violations& warnings) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundSite();
  const auto codes = CodesOf(caller);
  return repository_.UpdateLocation(caller, *key, [&](const Location& current, bool others_active) {
    return ApplyInput(current, input, others_active, codes, warnings);
  });
}

absl::Status Directory::DeleteLocation(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundSite();
  return repository_.DeleteLocation(caller, *key);
}

}  // namespace enlace::appointment
