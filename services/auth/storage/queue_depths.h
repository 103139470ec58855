#pragma once

#include "libs/db/database.h"

namespace enlace::auth::storage {

// For db::QueueWatch, as the platform role: what waits to be sent or told, 100,000 rows at most.
// How long an order has waited its row does not say.
extern const db::Statement kMailsDepth;
extern const db::Statement kLimitOrdersDepth;
extern const db::Statement kDoctorOrdersDepth;

}  // namespace enlace::auth::storage
