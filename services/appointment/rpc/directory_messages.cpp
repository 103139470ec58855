#include "libs/clinical/date.h"
#include "libs/core/version_match.h"
#include "services/appointment/rpc/messages.h"

namespace enlace::appointment::rpc {
namespace {

template <typename Value>
std::optional<Value> If(bool sent, const Value& value) {
  return sent ? std::optional(value) : std::nullopt;
}

// Of a creation, where empty is absent.
std::optional<std::string> UnlessEmpty(const std::string& text) { return If(!text.empty(), text); }

template <typename Request>
std::optional<bool> ActiveOf(const Request& request) {
  return If(request.has_active(), request.active());
}

template <typename List>
std::optional<std::vector<std::string>> TextsOf(const List& list) {
  if (list.empty()) return std::nullopt;
  return std::vector<std::string>(list.begin(), list.end());
}

template <typename List>
std::optional<std::vector<LicenceInput>> LicencesOf(const List& list) {
  if (list.empty()) return std::nullopt;
  std::vector<LicenceInput> licences;
  for (const auto& item : list) {
    licences.push_back(
        {.state = item.state(), .number = item.number(), .expires_on = item.expires_on()});
  }
  return licences;
}

}  // namespace

PractitionerInput InputOf(const v1::CreatePractitionerRequest& request) {
  return {.first_name = UnlessEmpty(request.first_name()),
          .second_name = UnlessEmpty(request.second_name()),
          .last_name = UnlessEmpty(request.last_name()),
          .second_last_name = UnlessEmpty(request.second_last_name()),
          .doc_type_id = UnlessEmpty(request.doc_type_id()),
          .doc_number = UnlessEmpty(request.doc_number()),
          .specialty = UnlessEmpty(request.specialty()),
          .clinic_id = UnlessEmpty(request.clinic_id()),
          .npi = UnlessEmpty(request.npi()),
          .dea_number = UnlessEmpty(request.dea_number()),
          .licences = LicencesOf(request.licences()),
          .languages = TextsOf(request.languages()),
          .active = ActiveOf(request),
          .calendar_shows_patients =
              If(request.has_calendar_shows_patients(), request.calendar_shows_patients()),
          .clear_fields = {}};
}

std::optional<Practitioner> PractitionerOf(const v1::EnsurePractitionerRequest& request) {
  const auto id = core::Ulid::Parse(request.id());
  if (!id) return std::nullopt;
  Practitioner practitioner;
  practitioner.id = *id;
  practitioner.first_name = request.first_name();
  practitioner.last_name = request.last_name();
  practitioner.document = {.type = request.doc_type_id(), .number = request.doc_number()};
  practitioner.specialty = UnlessEmpty(request.specialty());
  for (const auto& licence : request.licences()) {
    practitioner.licences.push_back({.state = licence.state(), .number = licence.number()});
  }
  return practitioner;
}

PractitionerInput InputOf(const v1::UpdatePractitionerRequest& request) {
  return {.first_name = If(request.has_first_name(), request.first_name()),
          .second_name = If(request.has_second_name(), request.second_name()),
          .last_name = If(request.has_last_name(), request.last_name()),
          .second_last_name = If(request.has_second_last_name(), request.second_last_name()),
          .doc_type_id = If(request.has_doc_type_id(), request.doc_type_id()),
          .doc_number = If(request.has_doc_number(), request.doc_number()),
          .specialty = If(request.has_specialty(), request.specialty()),
          .clinic_id = If(request.has_clinic_id(), request.clinic_id()),
          .npi = If(request.has_npi(), request.npi()),
          .dea_number = If(request.has_dea_number(), request.dea_number()),
          .licences = LicencesOf(request.licences()),
          .languages = TextsOf(request.languages()),
          .active = ActiveOf(request),
          .calendar_shows_patients =
              If(request.has_calendar_shows_patients(), request.calendar_shows_patients()),
          .clear_fields = {request.clear_fields().begin(), request.clear_fields().end()}};
}

LocationInput InputOf(const v1::CreateLocationRequest& request) {
  return {.name = UnlessEmpty(request.name()),
          .address = UnlessEmpty(request.address()),
          .city = UnlessEmpty(request.city()),
          .country = UnlessEmpty(request.country()),
          .time_zone = UnlessEmpty(request.time_zone()),
          .insurers = TextsOf(request.insurers()),
          .main = request.main(),
          .active = ActiveOf(request),
          .clear_fields = {}};
}

LocationInput InputOf(const v1::UpdateLocationRequest& request) {
  return {.name = If(request.has_name(), request.name()),
          .address = If(request.has_address(), request.address()),
          .city = If(request.has_city(), request.city()),
          .country = If(request.has_country(), request.country()),
          .time_zone = If(request.has_time_zone(), request.time_zone()),
          .insurers = TextsOf(request.insurers()),
          .main = If(request.has_main(), request.main()),
          .active = ActiveOf(request),
          .clear_fields = {request.clear_fields().begin(), request.clear_fields().end()}};
}

void Fill(const Practitioner& practitioner, v1::Practitioner* message) {
  message->set_id(practitioner.id.ToString());
  message->set_first_name(practitioner.first_name);
  if (practitioner.second_name) message->set_second_name(*practitioner.second_name);
  message->set_last_name(practitioner.last_name);
  if (practitioner.second_last_name) {
    message->set_second_last_name(*practitioner.second_last_name);
  }
  message->set_doc_type_id(practitioner.document.type);
  message->set_doc_number(practitioner.document.number);
  if (practitioner.specialty) message->set_specialty(*practitioner.specialty);
  if (practitioner.location_id) message->set_clinic_id(practitioner.location_id->ToString());
  if (practitioner.npi) message->set_npi(*practitioner.npi);
  if (practitioner.dea_number) message->set_dea_number(*practitioner.dea_number);
  for (const auto& licence : practitioner.licences) {
    auto* item = message->add_licences();
    item->set_state(licence.state);
    item->set_number(licence.number);
    if (licence.expires_on) item->set_expires_on(clinical::FormatDate(*licence.expires_on));
  }
  for (const auto& language : practitioner.languages) message->add_languages(language);
  message->set_active(practitioner.active);
  message->set_calendar_shows_patients(practitioner.calendar_shows_patients);
  *message->mutable_created_at() = TimestampOf(practitioner.created_at);
  *message->mutable_updated_at() = TimestampOf(practitioner.updated_at);
  message->set_etag(core::EtagOf(practitioner.version));
}

void Fill(const Location& location, v1::Location* message) {
  message->set_id(location.id.ToString());
  message->set_name(location.name);
  if (location.address) message->set_address(*location.address);
  if (location.city) message->set_city(*location.city);
  message->set_country(location.country);
  message->set_time_zone(location.time_zone);
  for (const auto& insurer : location.insurers) message->add_insurers(insurer);
  message->set_main(location.main);
  message->set_active(location.active);
  *message->mutable_created_at() = TimestampOf(location.created_at);
  *message->mutable_updated_at() = TimestampOf(location.updated_at);
  message->set_etag(core::EtagOf(location.version));
}

}  // namespace enlace::appointment::rpc
