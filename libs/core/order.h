#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::core {

// The order of a list.
struct Order {
  // JSON name of the field.
  std::string field;
  bool descending = false;

  friend bool operator==(const Order&, const Order&) = default;
};

// All orders by these fields, as texts: "createdAt, createdAt desc".
std::string OrdersBy(const std::vector<std::string_view>& fields);

// Reads `createdAt`, `createdAt asc` or `createdAt desc` (AIP-132, one field, in camelCase or
// snake_case). Empty is the first of `fields`, ascending. An ORDER_BY violation of orderBy, which
// names all that is possible, for anything else.
Order ReadOrder(std::string_view order_by, const std::vector<std::string_view>& fields,
                std::vector<Violation>& violations);

}  // namespace enlace::core
