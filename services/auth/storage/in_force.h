#pragma once

// The condition that a membership `m`, its user `u` and its tenant `t` are in force, for SQL.
#define ENLACE_MEMBER_IN_FORCE                                        \
  " m.active AND m.deleted_at IS NULL AND u.active AND u.deleted_at " \
  "IS NULL AND t.active AND t.deleted_at IS NULL "
