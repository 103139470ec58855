#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/appointment/domain/availability.h"

namespace enlace::appointment::storage {

// The value of practitioner_roles.available_times: weekly hours as the API writes them.
std::string ToJson(const std::vector<AvailableTime>& times);

// INTERNAL for anything that ToJson does not make.
absl::StatusOr<std::vector<AvailableTime>> AvailableTimesFrom(std::string_view json);

}  // namespace enlace::appointment::storage
