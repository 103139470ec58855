#include "services/audit/domain/person_of.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "services/audit/domain/raw_members.h"

namespace enlace::audit {
namespace {

constexpr std::array<std::string_view, 3> kPersons = {"Patient", "User", "Practitioner"};

bool IsPerson(std::string_view resource_type) {
  return std::find(kPersons.begin(), kPersons.end(), resource_type) != kPersons.end();
}

// An id as the database writes it: a uuid. Nullopt for any other value, and for the nil one, which
// stands for records without a payload.
std::optional<core::Ulid> ReadId(std::optional<std::string_view> value) {
  const auto text = value ? ReadString(*value) : std::nullopt;
  const auto id = text ? core::Ulid::FromUuid(*text) : std::nullopt;
  return id && !id->IsNil() ? id : std::nullopt;
}

std::optional<core::Ulid> PersonOfRow(std::string_view row) {
  if (row.empty()) return std::nullopt;
  const auto members = RawMembers(row);
  if (!members) return std::nullopt;
  const auto patient = ReadId(RawValueOf(*members, "patient_id"));
  return patient ? patient : ReadId(RawValueOf(*members, "user_id"));
}

}  // namespace

core::Ulid PersonOf(const core::Ulid& tenant_id, const AuditEvent& event) {
  if (IsPerson(event.resource_type)) {
    const bool one = event.resource_ids.size() == 1 && !event.resource_ids.front().IsNil();
    return one ? event.resource_ids.front() : tenant_id;
  }
  auto person = PersonOfRow(event.after_json);
  if (!person) person = PersonOfRow(event.before_json);
  return person.value_or(tenant_id);
}

}  // namespace enlace::audit
