#pragma once

// The condition that a membership `m`, its user `u` and its tenant `t` are in force at the time of
// a parameter ("$2"), for SQL.
#define ENLACE_MEMBER_IN_FORCE(now)                                               \
  " m.active AND m.deleted_at IS NULL AND (m.ends_at IS NULL OR m.ends_at > " now \
  "::timestamptz) AND u.active AND u.deleted_at IS NULL AND t.active AND t.deleted_at IS NULL "
