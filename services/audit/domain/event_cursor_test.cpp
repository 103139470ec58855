#include "services/audit/domain/event_cursor.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace enlace::audit {
namespace {

TEST_CASE("a cursor survives its text") {
  const EventCursor cursor{absl::FromUnixMicros(1'764'597'600'123'456),
                           *core::Ulid::Parse("01JD8Z7K3H0000000000000ABC")};
  const auto read = EventCursor::Parse(cursor.ToText());
  REQUIRE(read);
  CHECK(read->occurred_at == cursor.occurred_at);
  CHECK(read->id == cursor.id);
}

TEST_CASE("a text that no cursor wrote is not read") {
  const auto* text =
      GENERATE("", ".", "1", "1.", ".01JD8Z7K3H0000000000000ABC", "x.01JD8Z7K3H0000000000000ABC",
               "1x.01JD8Z7K3H0000000000000ABC", "+1.01JD8Z7K3H0000000000000ABC",
               "01.01JD8Z7K3H0000000000000ABC", "99999999999999999999.01JD8Z7K3H0000000000000ABC",
               "1.01jd8z7k3h0000000000000abc", "1.01JD8Z7K3H0000000000000ABC ");
  CAPTURE(text);
  CHECK_FALSE(EventCursor::Parse(text));
}

}  // namespace
}  // namespace enlace::audit
