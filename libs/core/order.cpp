#include "libs/core/order.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"

namespace enlace::core {
namespace {

// start_appointment becomes startAppointment.
std::string CamelCase(absl::string_view name) {
  std::string camel;
  bool upper = false;
  for (const char c : name) {
    if (c == '_') {
      upper = true;
      continue;
    }
    camel.push_back(upper ? absl::ascii_toupper(static_cast<unsigned char>(c)) : c);
    upper = false;
  }
  return camel;
}

}  // namespace

std::string OrdersBy(const std::vector<std::string_view>& fields) {
  std::string possible;
  for (const auto field : fields) {
    absl::StrAppend(&possible, possible.empty() ? "" : ", ", Absl(field), ", ", Absl(field),
                    " desc");
  }
  return possible;
}

Order ReadOrder(std::string_view order_by, const std::vector<std::string_view>& fields,
                std::vector<Violation>& violations) {
  Order order{std::string(fields.front()), false};
  const std::vector<absl::string_view> words =
      absl::StrSplit(Absl(order_by), ' ', absl::SkipWhitespace());
  if (words.empty()) return order;
  const auto name = CamelCase(words[0]);
  const bool descending = words.size() == 2 && absl::EqualsIgnoreCase(words[1], "desc");
  const bool ascending =
      words.size() == 1 || (words.size() == 2 && absl::EqualsIgnoreCase(words[1], "asc"));
  if (std::find(fields.begin(), fields.end(), name) == fields.end() || !(ascending || descending)) {
    violations.push_back(violation::OrderBy("orderBy", OrdersBy(fields)));
    return order;
  }
  return {name, descending};
}

}  // namespace enlace::core
