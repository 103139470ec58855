#include "services/appointment/storage/directory_row.h"

#include <nlohmann/json.hpp>

#include "libs/clinical/date.h"

namespace enlace::appointment::storage {
namespace {

std::vector<Licence> ReadLicences(std::string_view text) {
  std::vector<Licence> licences;
  for (const auto& item : nlohmann::json::parse(text)) {
    Licence licence{.state = item.at("state"), .number = item.at("number")};
    if (item.contains("expiresOn")) {
      licence.expires_on = clinical::ParseDate(item.at("expiresOn").get<std::string>());
    }
    licences.push_back(std::move(licence));
  }
  return licences;
}

std::string LicencesText(const std::vector<Licence>& licences) {
  auto list = nlohmann::json::array();
  for (const auto& licence : licences) {
    nlohmann::json item = {{"state", licence.state}, {"number", licence.number}};
    if (licence.expires_on) item["expiresOn"] = clinical::FormatDate(*licence.expires_on);
    list.push_back(std::move(item));
  }
  return list.dump();
}

}  // namespace

Practitioner ReadPractitioner(const db::Row& row) {
  Practitioner practitioner;
  practitioner.id = row.Id("id");
  practitioner.first_name = row.Text("first_name");
  practitioner.second_name = row.OptionalText("second_name");
  practitioner.last_name = row.Text("last_name");
  practitioner.second_last_name = row.OptionalText("second_last_name");
  practitioner.document = {.type = std::string(row.Text("doc_type_id")),
                           .number = std::string(row.Text("doc_number"))};
  practitioner.specialty = row.OptionalText("specialty");
  practitioner.location_id = row.OptionalId("location_id");
  practitioner.npi = row.OptionalText("npi");
  practitioner.dea_number = row.OptionalText("dea_number");
  practitioner.licences = ReadLicences(row.Text("licences"));
  practitioner.languages = row.TextArray("languages");
  practitioner.active = row.Bool("active");
  practitioner.calendar_shows_patients = row.Bool("calendar_shows_patients");
  practitioner.created_at = row.Time("created_at");
  practitioner.updated_at = row.Time("updated_at");
  practitioner.version = row.Int("version");
  return practitioner;
}

Location ReadLocation(const db::Row& row) {
  Location location;
  location.id = row.Id("id");
  location.name = row.Text("name");
  location.address = row.OptionalText("address");
  location.city = row.OptionalText("city");
  location.country = row.Text("country");
  location.time_zone = row.Text("time_zone");
  location.insurers = row.TextArray("insurers");
  location.main = row.Bool("main");
  location.active = row.Bool("active");
  location.created_at = row.Time("created_at");
  location.updated_at = row.Time("updated_at");
  location.version = row.Int("version");
  return location;
}

db::Params PractitionerParams(const Caller& caller, const Practitioner& practitioner) {
  db::Params params;
  params.Id(caller.context.tenant_id)
      .Id(practitioner.id)
      .Text(practitioner.first_name)
      .Text(practitioner.second_name)
      .Text(practitioner.last_name)
      .Text(practitioner.second_last_name)
      .Text(practitioner.document.type)
      .Text(practitioner.document.number)
      .Text(practitioner.specialty)
      .Id(practitioner.location_id)
      .Text(practitioner.npi)
      .Text(practitioner.dea_number)
      .Text(LicencesText(practitioner.licences))
      .TextArray(practitioner.languages)
      .Bool(practitioner.active)
      .Bool(practitioner.calendar_shows_patients);
  return params;
}

db::Params LocationParams(const Caller& caller, const Location& location) {
  db::Params params;
  params.Id(caller.context.tenant_id)
      .Id(location.id)
      .Text(location.name)
      .Text(location.address)
      .Text(location.city)
      .Text(location.country)
      .Text(location.time_zone)
      .TextArray(location.insurers)
      .Bool(location.active)
      .Bool(location.main);
  return params;
}

}  // namespace enlace::appointment::storage
