#pragma once

#include <optional>

#include "libs/core/ulid.h"
#include "libs/db/database.h"
#include "services/audit/domain/event_cursor.h"
#include "services/audit/domain/event_filter.h"

namespace enlace::audit::storage {

// Goes before a list, in its transaction. The months of some years are hundreds of tables, which
// take longer to plan than to read: so a list is planned once for a connection, for any values.
// That such a plan reads each index in its order, up to the end of the page, is to be said, because
// what it takes the number of rows for is far off. (Costs that stand for "never" would have it
// compiled.)
const db::Statement& ListPlanning();

// The statement whose index fits the filter's narrowest condition: request, resource, actor, or
// time alone. All take the same parameters:
//   $1 tenant          $2 resource id or NULL      $3 from           $4 to
//   $5 time and $6 id of the last event of the page before (the end of time for the first page)
//   $7 rows at most    $8 resource type or NULL    $9 actor or NULL  $10 action or NULL
//   $11 event type or NULL   $12 request or NULL   $13 bytes of rows and payloads at most
//   $14 success or NULL      $15 reason or NULL
// Column `found` counts the rows that there were before the bytes were limited; `sealed_key` is the
// present key of the event's person, NULL where there is none, and `key_is_newer` tells one that
// was made after the event was stored.
const db::Statement& ListStatementFor(const EventFilter& filter);

// Those parameters, for the newest `rows` events after `after`.
db::Params ListParams(const core::Ulid& tenant_id, const EventFilter& filter,
                      const std::optional<EventCursor>& after, int rows);

}  // namespace enlace::audit::storage
