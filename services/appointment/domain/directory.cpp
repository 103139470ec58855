#include "services/appointment/domain/directory.h"

#include <utility>

#include "libs/catalog/identity_document.h"
#include "libs/clinical/date.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"
#include "libs/core/time_zone.h"
#include "services/appointment/domain/booking.h"

namespace enlace::appointment {
namespace {

using Violations = std::vector<core::Violation>;

constexpr clinical::TextRule kRequiredName{.max_characters = 100, .required = true};
constexpr clinical::TextRule kName{.max_characters = 100};
constexpr clinical::TextRule kSiteName{.max_characters = 200, .required = true};
constexpr clinical::TextRule kAddress{.max_characters = 200};

std::optional<std::string> Optional(const std::string& value, const char* field,
                                    const clinical::TextRule& rule, Violations& violations) {
  auto text = clinical::CheckText(value, field, rule, violations);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<core::Ulid> ReadCursor(PageRequest& page) {
  if (page.after.empty()) return std::nullopt;
  const auto id = core::Ulid::Parse(page.after);
  if (!id) {
    page.violations.push_back(core::violation::PageTokenInvalid("pageToken"));
  }
  return id;
}

// Takes the item beyond the page off, and answers the key of the last one when there was such.
template <typename Item>
std::optional<std::string> CutPage(std::vector<Item>& items, int size) {
  if (items.size() <= static_cast<std::size_t>(size)) return std::nullopt;
  items.pop_back();
  return items.back().id.ToString();
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

absl::StatusOr<std::optional<core::Ulid>> Directory::ReadSite(const Caller& caller,
                                                              const std::string& clinic_id,
                                                              Violations& violations) {
  const auto text = clinical::Trim(clinic_id);
  if (text.empty()) return std::optional<core::Ulid>();
  const auto id = core::Ulid::Parse(text);
  if (id) {
    const auto found = repository_.FindLocation(caller, *id);
    if (!found.ok()) return found.status();
    if (found->has_value()) return id;
  }
  violations.push_back(ClinicNotFound());
  return std::optional<core::Ulid>();
}

absl::StatusOr<Practitioner> Directory::CreatePractitioner(const Caller& caller,
                                                           const PractitionerDraft& draft,
                                                           Violations& warnings) {
  const auto codes = CodesOf(caller);
  Violations violations;
  Practitioner practitioner;
  practitioner.id = core::Ulid::Generate(clock_.Now());
  practitioner.first_name =
      clinical::CheckText(draft.first_name, "firstName", kRequiredName, violations);
  practitioner.second_name = Optional(draft.second_name, "secondName", kName, violations);
  practitioner.last_name =
      clinical::CheckText(draft.last_name, "lastName", kRequiredName, violations);
  practitioner.second_last_name =
      Optional(draft.second_last_name, "secondLastName", kName, violations);
  const auto document = catalog::ReadIdentityDocument(codes, draft.doc_type_id, draft.doc_number,
                                                      "docTypeId", "docNumber", violations);
  warnings.clear();
  if (document) {
    catalog::CheckNewDocument(codes, *document, "docTypeId", "docNumber", violations, warnings);
    practitioner.document = *document;
  }
  practitioner.specialty = Optional(draft.specialty, "specialty", kName, violations);
  practitioner.active = draft.active.value_or(true);
  const auto site = ReadSite(caller, draft.clinic_id, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (!site.ok()) return site.status();
  practitioner.location_id = *site;
  return repository_.InsertPractitioner(caller, practitioner);
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
  if (!page.violations.empty()) return core::InvalidFields(std::move(page.violations));
  auto found = repository_.ListPractitioners(caller, filter, after, page.size + 1);
  if (!found.ok()) return found.status();
  PractitionerPage answer{*std::move(found), std::nullopt};
  answer.next = CutPage(answer.practitioners, page.size);
  return answer;
}

absl::StatusOr<Location> Directory::CreateLocation(const Caller& caller,
                                                   const LocationDraft& draft) {
  Violations violations;
  Location location;
  location.id = core::Ulid::Generate(clock_.Now());
  location.name = clinical::CheckText(draft.name, "name", kSiteName, violations);
  location.address = Optional(draft.address, "address", kAddress, violations);
  location.city = Optional(draft.city, "city", kName, violations);
  const auto zone = clinical::Trim(draft.time_zone);
  location.time_zone = zone.empty() ? caller.time_zone : std::string(zone);
  if (!core::IsTimeZone(location.time_zone)) {
    violations.push_back(core::violation::TimeZone("timeZone"));
  }
  location.main = draft.main;
  location.active = draft.active.value_or(true);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  return repository_.InsertLocation(caller, location);
}

absl::StatusOr<Location> Directory::GetLocation(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return core::refusal::NotFoundSite();
  return OrAbsent(repository_.FindLocation(caller, *key), core::refusal::NotFoundSite());
}

absl::StatusOr<LocationPage> Directory::ListLocations(const Caller& caller,
                                                      const std::optional<bool>& active,
                                                      PageRequest page) {
  const auto after = ReadCursor(page);
  if (!page.violations.empty()) return core::InvalidFields(std::move(page.violations));
  auto found = repository_.ListLocations(caller, active, after, page.size + 1);
  if (!found.ok()) return found.status();
  LocationPage answer{*std::move(found), std::nullopt};
  answer.next = CutPage(answer.locations, page.size);
  return answer;
}

}  // namespace enlace::appointment
