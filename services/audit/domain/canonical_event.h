#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "libs/core/ulid.h"
#include "services/audit/domain/hash.h"
#include "services/audit/domain/sealed_event.h"

namespace enlace::audit {

// The bytes of a record that the chain is over, which no other record has: docs/audit-proof.md.
// Never changes for records that are chained.
std::string CanonicalBytes(const SealedEvent& record);

// The hash of the record at `position`, which is also its leaf in the Merkle tree. `previous`: the
// entry hash at position - 1; Hash{} at 0.
Hash EntryHash(const Hash& previous, std::uint64_t position, std::string_view canonical);

// The 16 bytes of an id.
std::string IdBytes(const core::Ulid& id);

}  // namespace enlace::audit
