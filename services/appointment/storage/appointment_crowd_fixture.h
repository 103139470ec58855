#pragma once

#include "libs/core/ulid.h"
#include "libs/testing/database.h"

namespace enlace::appointment::storage {

// Appointments of a tenant, for tests of plans.
inline constexpr long kCrowd = 500'000;

// Fills a fresh database with kCrowd live appointments of `tenant`, with 200 doctors at 40 sites,
// and as many of fifty others, all triggers passed by, and analyses it. The tenant's doctor d, from
// 1 on, has the id CrowdId('d', d) and the document CC <10000 + d>; its site s, from 1 on,
// CrowdId('5', s); the first is its main one. Appointment n, from 0 on, CrowdId('a', n), is with
// doctor 1 + n % 200, at site 1 + n % 40, of patient CrowdId('b', n % 50000), of the type
// TYPE<n % 50>; each doctor has twenty a day, half an hour each, from 2026-01-01 on: one in twenty
// CANCELLED, SENT and by TELE_EXPERTISE, one in ten CONFIRMED. Custom fields: crmId crm-<n>,
// attempts n % 40, channel whatsapp for every third.
void MakeCrowd(const testing::TestDatabase& database, const core::Ulid& tenant);

core::Ulid CrowdId(char kind, long n);

}  // namespace enlace::appointment::storage
