#include "services/audit/storage/export_repository.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/audit/domain/payload.h"
#include "services/audit/storage/bytea.h"
#include "services/audit/storage/sealed_event_row.h"

namespace enlace::audit::storage {
namespace {

constexpr db::Statement kChainSize = {
    "audit_chain_size",
    "SELECT coalesce(max(position) + 1, 0) AS size FROM audit_leaves WHERE tenant_id = $1::uuid"};

// A page is a part of the chain's positions, so that its index answers it however few of them are
// of the times asked for. Of large records only as many leave as fit, and always the first. Records
// and keys are looked up one by one (OFFSET 0): a plan for parts of unknown size would read whole
// months.
const std::string& ReadChainSql() {
  static const std::string kSql = absl::StrCat(R"sql(
WITH page AS MATERIALIZED (
  SELECT l.position, encode(l.entry_hash, 'hex') AS entry_hash, e.tenant_id IS NULL AS dropped,
         e.received_at,)sql",
                                               kSealedEventColumns, R"sql(
    FROM audit_leaves AS l
    LEFT JOIN LATERAL (
      SELECT * FROM audit_events AS e
       WHERE e.tenant_id = $1::uuid AND e.occurred_at = l.occurred_at AND e.event_id = l.event_id
      OFFSET 0
    ) AS e ON true
   WHERE l.tenant_id = $1::uuid AND l.position >= $2::bigint AND l.position < $3::bigint
     AND ($4::timestamptz IS NULL OR l.occurred_at >= $4::timestamptz)
     AND ($5::timestamptz IS NULL OR l.occurred_at < $5::timestamptz)
), measured AS (
  SELECT *, count(*) OVER () AS found,
         sum(coalesce(octet_length(before_text), 0) + coalesce(octet_length(after_text), 0)
             + coalesce(octet_length(payload_hex), 0) / 2)
           OVER (ORDER BY position ROWS UNBOUNDED PRECEDING) AS bytes,
         row_number() OVER (ORDER BY position) AS place
    FROM page
)
SELECT measured.*, encode(key.sealed_key, 'hex') AS sealed_key,
       coalesce(key.created_at > received_at, false) AS key_is_newer
  FROM measured
  LEFT JOIN LATERAL (
    SELECT k.sealed_key, k.created_at FROM audit_person_keys AS k
     WHERE k.tenant_id = $1::uuid AND k.person_id = measured.person_id OFFSET 0
  ) AS key ON true
 WHERE place = 1 OR bytes <= $6::bigint
 ORDER BY position)sql");
  return kSql;
}

std::int64_t EndOf(const ChainRange& range) {
  return std::min(range.first + ExportRepository::kMostPositions, range.end);
}

}  // namespace

const db::Statement& ReadChainStatement() {
  static const db::Statement kReadChain = {"audit_read_chain", ReadChainSql().c_str()};
  return kReadChain;
}

db::Params ReadChainParams(const core::Ulid& tenant_id, const ChainRange& range) {
  db::Params params;
  params.Id(tenant_id)
      .Int(range.first)
      .Int(EndOf(range))
      .Time(range.from)
      .Time(range.to)
      .Int(ExportRepository::kMaxPageBytes);
  return params;
}

absl::StatusOr<std::int64_t> PgExportRepository::Size(const db::TenantContext& context,
                                                      absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  db::Params params;
  params.Id(context.tenant_id);
  const auto rows = transaction->RunAndCommit(kChainSize, params);
  if (!rows.ok()) return rows.status();
  return (*rows)[0].Int("size");
}

absl::StatusOr<ChainPage> PgExportRepository::Read(const db::TenantContext& context,
                                                   const ChainRange& range, absl::Time deadline) {
  ChainPage page;
  page.next = std::max(range.first, EndOf(range));
  if (range.first >= range.end) return page;
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows =
      transaction->RunAndCommit(ReadChainStatement(), ReadChainParams(context.tenant_id, range));
  if (!rows.ok()) return rows.status();
  for (int i = 0; i < rows->size(); ++i) {
    page.events.push_back(ReadRow(context.tenant_id, (*rows)[i]));
  }
  const bool cut = !rows->empty() && (*rows)[0].Int("found") > rows->size();
  if (cut) page.next = page.events.back().position + 1;
  return page;
}

ChainedEvent PgExportRepository::ReadRow(const core::Ulid& tenant_id, const db::Row& row) const {
  ChainedEvent read;
  read.position = row.Int("position");
  read.entry_hash = ReadBytea(row.Text("entry_hash"));
  if (row.Bool("dropped")) return read;
  read.sealed = ReadSealedEvent(row, tenant_id);
  const auto& sealed = *read.sealed;
  read.event = sealed.event;
  if (sealed.person_id.IsNil()) return read;
  const auto sealed_key = row.OptionalText("sealed_key");
  if (sealed_key) {
    const auto key = keys_.Open(tenant_id, sealed.person_id, ReadBytea(*sealed_key));
    if (auto opened = key ? OpenEvent(sealed, *key) : std::nullopt) {
      read.event = *std::move(opened);
      read.payload_key.assign(reinterpret_cast<const char*>(key->data()), key->size());
      return read;
    }
  }
  read.event.erased = !sealed_key || row.Bool("key_is_newer");
  return read;
}

}  // namespace enlace::audit::storage
