#include "services/appointment/domain/practitioner_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "libs/catalog/identity_document.h"
#include "libs/clinical/date.h"
#include "libs/clinical/dea.h"
#include "libs/clinical/language_tag.h"
#include "libs/clinical/npi.h"
#include "services/appointment/domain/booking.h"
#include "services/appointment/domain/field_reader.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;
using Violations = std::vector<core::Violation>;

constexpr clinical::TextRule kName{.max_characters = 100};
constexpr clinical::TextRule kLicenceNumber{.max_characters = 50, .required = true};
constexpr std::size_t kMaxLicences = 60;
constexpr std::size_t kMaxLanguages = 20;

void ReadDocument(const PractitionerInput& input, const catalog::Codes& codes, FieldReader& reader,
                  clinical::IdentityDocument& target, Violations& warnings) {
  auto& violations = reader.violations();
  const std::size_t before = violations.size();
  const auto* type = reader.Kept("docTypeId", input.doc_type_id);
  const auto* number = reader.Kept("docNumber", input.doc_number);
  // Nothing is sent of a document that is there.
  const bool untouched = type == nullptr && number == nullptr && !target.number.empty();
  if (violations.size() > before || untouched) return;
  const auto document = catalog::ReadIdentityDocument(codes, type ? *type : target.type,
                                                      number ? *number : target.number, "docTypeId",
                                                      "docNumber", violations);
  if (!document) return;
  // What was accepted before is not refused now.
  Violations of_unchanged;
  catalog::CheckNewDocument(codes, *document, "docTypeId", "docNumber",
                            *document == target ? of_unchanged : violations, warnings);
  target = *document;
}

std::string ReadState(const std::string& value, const std::string& field, Violations& violations) {
  std::string state(clinical::Trim(value));
  absl::AsciiStrToUpper(&state);
  const auto allowed = [](unsigned char c) {
    return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '-';
  };
  if (state.empty()) {
    violations.push_back(violation::Required(field));
  } else if (state.size() < 2 || state.size() > 10 ||
             !std::all_of(state.begin(), state.end(), allowed)) {
    violations.push_back(violation::LicenceState(field));
  }
  return state;
}

std::optional<Licence> ReadLicence(const LicenceInput& sent, const std::string& field,
                                   Violations& violations) {
  constexpr absl::CivilDay kLatest(2199, 12, 31);
  const std::size_t before = violations.size();
  Licence licence;
  licence.state = ReadState(sent.state, field + ".state", violations);
  licence.number = clinical::CheckText(sent.number, field + ".number", kLicenceNumber, violations);
  if (!clinical::Trim(sent.expires_on).empty()) {
    licence.expires_on =
        clinical::ReadDate(sent.expires_on, field + ".expiresOn", kLatest, violations);
  }
  if (violations.size() > before) return std::nullopt;
  return licence;
}

void ReadLicences(const PractitionerInput& input, FieldReader& reader, Practitioner& next) {
  std::set<std::pair<std::string, std::string>> seen;
  reader.List("licences", input.licences, kMaxLicences, next.licences,
              [&seen](const LicenceInput& sent, const std::string& field, Violations& violations) {
                auto licence = ReadLicence(sent, field, violations);
                if (licence && !seen.emplace(licence->state, licence->number).second) {
                  violations.push_back(violation::Repeated(field + ".number"));
                }
                return licence;
              });
}

}  // namespace

std::optional<core::Ulid> NamedSite(const PractitionerInput& input) {
  return input.clinic_id ? core::Ulid::Parse(clinical::Trim(*input.clinic_id)) : std::nullopt;
}

absl::StatusOr<Practitioner> ApplyInput(const Practitioner& current, const PractitionerInput& input,
                                        bool site_found, const catalog::Codes& codes,
                                        Violations& warnings) {
  warnings.clear();
  Practitioner next = current;
  FieldReader reader(input.clear_fields);
  auto& violations = reader.violations();
  reader.Required("firstName", input.first_name, kName, next.first_name);
  reader.Optional("secondName", input.second_name, kName, next.second_name);
  reader.Required("lastName", input.last_name, kName, next.last_name);
  reader.Optional("secondLastName", input.second_last_name, kName, next.second_last_name);
  ReadDocument(input, codes, reader, next.document, warnings);
  reader.Optional("specialty", input.specialty, kName, next.specialty);
  if (reader.Sent("clinicId", input.clinic_id, next.location_id)) {
    if (site_found) {
      next.location_id = NamedSite(input);
    } else {
      violations.push_back(ClinicNotFound());
    }
  }
  if (const auto* npi = reader.Sent("npi", input.npi, next.npi)) {
    next.npi = clinical::ReadNpi(*npi, "npi", violations);
  }
  if (const auto* number = reader.Sent("deaNumber", input.dea_number, next.dea_number)) {
    next.dea_number = clinical::ReadDeaNumber(*number, "deaNumber", violations);
  }
  ReadLicences(input, reader, next);
  reader.List("languages", input.languages, kMaxLanguages, next.languages,
              [](const std::string& sent, const std::string& field, Violations& found) {
                return clinical::ReadLanguageTag(sent, field, found);
              });
  reader.Flag("active", input.active, next.active);
  reader.Flag("calendarShowsPatients", input.calendar_shows_patients, next.calendar_shows_patients);
  auto all = std::move(reader).Finish();
  if (!all.empty()) return core::InvalidFields(std::move(all));
  return next;
}

}  // namespace enlace::appointment
