#pragma once

#include "libs/core/ulid.h"
#include "libs/testing/database.h"

namespace enlace::patient::storage {

// Patients of a tenant, for tests of plans.
inline constexpr long kCrowd = 500'000;

// Fills a fresh database with kCrowd live patients of `tenant` and as many of fifty others, all
// triggers passed by, and analyses it. The tenant's patient n, from 1 on, has the id CrowdId(n),
// the document CC <n>, the e-mail p<n>@example.com, the phone +573<n in nine digits>, the first
// name Name<n % 5000>, the family name Family<n % 3000>, the workflow w<n % 200>, the owner o<n %
// 200> and custom fields: crmId crm-<n>, plan gold for every third, visits n % 40, even true or
// false.
void MakeCrowd(const testing::TestDatabase& database, const core::Ulid& tenant);

core::Ulid CrowdId(long n);

}  // namespace enlace::patient::storage
