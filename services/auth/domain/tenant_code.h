#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace enlace::auth {

// The beginning of a tenant code, made from the clinic's name (UTF-8): upper case, Latin letters
// without their marks (ñ is N, á is A), every run of anything else one underscore, none at the
// ends, at most 48 characters. "Dr. Smith Dental Clinic" gives DR_SMITH_DENTAL_CLINIC; a name
// without a Latin letter or digit gives TENANT.
std::string TenantCodePrefix(std::string_view name);

// DR_SMITH_DENTAL_CLINIC_001: at least 3 digits. `number` is positive.
std::string MakeTenantCode(std::string_view prefix, std::int64_t number);

// dr-smith-dental-clinic-001: the slug of a tenant that chose none.
std::string SlugOfTenantCode(std::string_view tenant_code);

}  // namespace enlace::auth
