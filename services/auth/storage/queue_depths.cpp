#include "services/auth/storage/queue_depths.h"

namespace enlace::auth::storage {

// One that has expired is not tried any more.
const db::Statement kMailsDepth = {"mails_depth", R"(
  SELECT count(*) AS waiting,
         coalesce((extract(epoch FROM clock_timestamp() - min(created_at)) * 1000)::bigint, 0)
           AS oldest_ms
  FROM (SELECT created_at FROM mails WHERE due_at IS NOT NULL AND expires_at > clock_timestamp()
        LIMIT 100000) AS queue)"};

const db::Statement kLimitOrdersDepth = {"limit_orders_depth", R"(
  SELECT count(*) AS waiting, 0::bigint AS oldest_ms
  FROM (SELECT FROM limit_orders WHERE due_at IS NOT NULL LIMIT 100000) AS queue)"};

const db::Statement kDoctorOrdersDepth = {"doctor_orders_depth", R"(
  SELECT count(*) AS waiting, 0::bigint AS oldest_ms
  FROM (SELECT FROM doctor_orders LIMIT 100000) AS queue)"};

}  // namespace enlace::auth::storage
