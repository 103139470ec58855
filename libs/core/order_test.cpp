#include "libs/core/order.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::core {
namespace {

const std::vector<std::string_view> kFields = {"startAppointment", "createdAt"};

TEST_CASE("an order names a field and perhaps a direction") {
  const struct {
    const char* text;
    Order expected;
  } cases[] = {
      {"", {"startAppointment", false}},
      {"  ", {"startAppointment", false}},
      {"createdAt", {"createdAt", false}},
      {"createdAt asc", {"createdAt", false}},
      {"createdAt desc", {"createdAt", true}},
      {" created_at  DESC ", {"createdAt", true}},
      {"start_appointment", {"startAppointment", false}},
  };
  for (const auto& item : cases) {
    INFO(item.text);
    std::vector<Violation> violations;
    CHECK(ReadOrder(item.text, kFields, violations) == item.expected);
    CHECK(violations.empty());
  }
}

TEST_CASE("any other order is refused with the list of those that there are") {
  for (const char* text : {"lastName", "createdAt up", "createdAt desc desc", "createdAt, id",
                           "createdAt,startAppointment desc", "-createdAt", "desc", "CREATEDAT",
                           "createdAt;DROP TABLE patients"}) {
    INFO(text);
    std::vector<Violation> violations;
    ReadOrder(text, kFields, violations);
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].field == "orderBy");
    CHECK(violations[0].reason == "ORDER_BY");
    CHECK(violations[0].message ==
          "must be one of startAppointment, startAppointment desc, createdAt, createdAt desc");
  }
}

}  // namespace
}  // namespace enlace::core
