#include "services/auth/storage/refused_sign_ins.h"

#include "libs/refusals/refusal_outbox.h"
#include "services/auth/storage/in_force.h"

namespace enlace::auth::storage {

const db::Statement kRefusedSignIns = {
    "insert_refused_sign_ins",
    ENLACE_INSERT_REFUSED("coalesce(of_user.tenant, refused.tenant_id)") "FROM" ENLACE_REFUSED R"(
  LEFT JOIN LATERAL (
    SELECT m.tenant_id AS tenant
    FROM memberships m
    JOIN users u ON u.id = m.user_id
    JOIN tenants t ON t.tenant_id = m.tenant_id
    WHERE refused.resource_type = 'User' AND m.user_id = refused.resource_id
      AND refused.tenant_id = '00000000-0000-0000-0000-000000000000'
      AND)" ENLACE_MEMBER_IN_FORCE("refused.occurred_at") R"(
  ) AS of_user ON true
  ON CONFLICT DO NOTHING)"};

}  // namespace enlace::auth::storage
