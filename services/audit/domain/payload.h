#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "libs/core/ulid.h"
#include "services/audit/domain/audit_event.h"
#include "services/audit/domain/sealed_event.h"

namespace enlace::audit {

// A person's, or a tenant's own. Never printed.
using PayloadKey = std::array<std::uint8_t, 32>;

PayloadKey NewPayloadKey();

// Moves what may tell of a person into the record's payload: XChaCha20-Poly1305 of libsodium (IETF
// form), 24 bytes of a random nonce before the ciphertext, bound to the ids of tenant, event and
// person (16 bytes each). Two records of one event have different payloads.
SealedEvent SealEvent(const core::Ulid& tenant_id, const core::Ulid& person_id, AuditEvent event,
                      const PayloadKey& key);

// The event as it was before it was sealed. Nullopt when the key is another one, and for a payload
// that was changed, or belongs to another tenant, event or person.
std::optional<AuditEvent> OpenEvent(const SealedEvent& sealed, const PayloadKey& key);

}  // namespace enlace::audit
