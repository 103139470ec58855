#include "services/audit/storage/person_keys.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "services/audit/storage/bytea.h"

namespace enlace::audit::storage {
namespace {

constexpr db::Statement kFind = {"audit_find_person_keys", R"sql(
SELECT k.person_id, encode(k.sealed_key, 'hex') AS sealed_key
  FROM unnest($2::uuid[]) AS person (id)
  JOIN audit_person_keys AS k ON k.tenant_id = $1::uuid AND k.person_id = person.id)sql"};

// Two senders wait for each other's keys: in one order, never in a ring. A key that another one has
// made meanwhile is not among those that are returned.
constexpr db::Statement kMake = {"audit_make_person_keys", R"sql(
INSERT INTO audit_person_keys (tenant_id, person_id, sealed_key)
SELECT $1::uuid, made.person_id, decode(made.sealed_key, 'hex')
  FROM unnest($2::uuid[], $3::text[]) AS made (person_id, sealed_key)
 ORDER BY made.person_id
ON CONFLICT DO NOTHING
RETURNING person_id, encode(sealed_key, 'hex') AS sealed_key)sql"};

// What the sealed key belongs to.
std::string PlaceOf(const core::Ulid& tenant_id, const core::Ulid& person_id) {
  return absl::StrCat(tenant_id.ToString(), "|", person_id.ToString());
}

}  // namespace

absl::StatusOr<std::map<core::Ulid, PayloadKey>> PersonKeys::Ensure(
    db::Transaction& transaction, const core::Ulid& tenant_id,
    const std::set<core::Ulid>& persons) const {
  std::map<core::Ulid, PayloadKey> keys;
  std::vector<core::Ulid> missing(persons.begin(), persons.end());
  for (bool make = false; !missing.empty(); make = !make) {
    const auto rows = make ? Make(transaction, tenant_id, missing)
                           : transaction.Run(kFind, db::Params().Id(tenant_id).IdArray(missing));
    if (!rows.ok()) return rows.status();
    for (int i = 0; i < rows->size(); ++i) {
      const auto row = (*rows)[i];
      const auto person_id = row.Id("person_id");
      const auto key = Open(tenant_id, person_id, ReadBytea(row.Text("sealed_key")));
      if (!key) return core::Internal("no line of ENLACE_DATA_KEY_FILE opens a person's audit key");
      keys.emplace(person_id, *key);
    }
    std::erase_if(missing, [&keys](const core::Ulid& id) { return keys.contains(id); });
  }
  return keys;
}

absl::StatusOr<db::Rows> PersonKeys::Make(db::Transaction& transaction, const core::Ulid& tenant_id,
                                          const std::vector<core::Ulid>& persons) const {
  std::vector<std::string> sealed;
  sealed.reserve(persons.size());
  for (const auto& person_id : persons) {
    sealed.push_back(ByteaText(Seal(tenant_id, person_id, NewPayloadKey())));
  }
  return transaction.Run(kMake, db::Params().Id(tenant_id).IdArray(persons).TextArray(sealed));
}

std::optional<PayloadKey> PersonKeys::Open(const core::Ulid& tenant_id, const core::Ulid& person_id,
                                           std::string_view sealed) const {
  const auto bytes = sealer_.Open(sealed, PlaceOf(tenant_id, person_id));
  PayloadKey key{};
  if (!bytes || bytes->size() != key.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return key;
}

std::string PersonKeys::Seal(const core::Ulid& tenant_id, const core::Ulid& person_id,
                             const PayloadKey& key) const {
  return sealer_.Seal({reinterpret_cast<const char*>(key.data()), key.size()},
                      PlaceOf(tenant_id, person_id));
}

}  // namespace enlace::audit::storage
