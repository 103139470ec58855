#include "libs/rpc/page.h"

#include <catch2/catch_test_macros.hpp>

#include "absl/time/clock.h"
#include "enlace/audit/v1/audit.pb.h"
#include "libs/core/reasons.h"

namespace enlace::rpc {
namespace {

using Violations = std::vector<core::Violation>;
using audit::v1::ListAuditEventsRequest;

PageTokens TokensOf(const std::string& keys) { return PageTokens(*core::DataKeys::FromHex(keys)); }

const std::string kKey(64, 'a');
const std::string kOtherKey(64, 'b');
constexpr std::string_view kAfter = "1764597600000000.01ARZ3NDEKTSV4RRFFQ69G5FAV";

ListAuditEventsRequest ListOfReads() {
  ListAuditEventsRequest request;
  request.set_action("READ");
  return request;
}

// What page a token leads to, or nothing where it is refused.
std::string Read(const PageTokens& tokens, const core::Ulid& tenant, ListAuditEventsRequest request,
                 const std::string& token) {
  request.set_page_token(token);
  Violations violations;
  const auto page = tokens.Read(tenant, request, violations);
  CHECK(violations.empty() == !page.after.empty());
  if (!violations.empty())
    CHECK(violations == Violations{core::violation::PageTokenInvalid("pageToken")});
  return page.after;
}

TEST_CASE("a page token leads back to its key, whatever the size of the page") {
  const auto tokens = TokensOf(kKey);
  const auto tenant = core::Ulid::Generate(absl::Now());
  auto request = ListOfReads();
  const auto token = tokens.Make(tenant, request, kAfter);
  CHECK(token == tokens.Make(tenant, request, kAfter));
  CHECK(Read(tokens, tenant, request, token) == kAfter);
  request.set_page_size(7);
  CHECK(Read(tokens, tenant, request, token) == kAfter);
  request.set_page_token(token);
  CHECK(tokens.Make(tenant, request, kAfter) == token);
}

TEST_CASE("a token is good for its own list and for no other") {
  const auto tokens = TokensOf(kKey);
  const auto tenant = core::Ulid::Generate(absl::Now());
  const auto token = tokens.Make(tenant, ListOfReads(), kAfter);
  auto other = ListOfReads();
  other.set_actor_id("x");
  CHECK(Read(tokens, tenant, other, token).empty());
  CHECK(Read(tokens, tenant, {}, token).empty());
  CHECK(Read(tokens, core::Ulid::Generate(absl::Now()), ListOfReads(), token).empty());
  CHECK(Read(tokens, core::Ulid(), ListOfReads(), token).empty());
  CHECK(Read(TokensOf(kOtherKey), tenant, ListOfReads(), token).empty());
}

TEST_CASE("a key that was put behind another still opens what it signed") {
  const auto tenant = core::Ulid::Generate(absl::Now());
  const auto old = TokensOf(kKey).Make(tenant, ListOfReads(), kAfter);
  const auto both = TokensOf(kOtherKey + "\n" + kKey);
  CHECK(Read(both, tenant, ListOfReads(), old) == kAfter);
  CHECK(both.Make(tenant, ListOfReads(), kAfter) ==
        TokensOf(kOtherKey).Make(tenant, ListOfReads(), kAfter));
}

TEST_CASE("without size and token it is the first page of fifty") {
  Violations violations;
  const auto page = TokensOf(kKey).Read(core::Ulid(), ListAuditEventsRequest(), violations);
  CHECK(page.size == 50);
  CHECK(page.after.empty());
  CHECK(violations.empty());
}

TEST_CASE("sizes outside 1 to 200 and tokens that were changed are named, all at once") {
  const auto tokens = TokensOf(kKey);
  const auto good = tokens.Make(core::Ulid(), ListAuditEventsRequest(), kAfter);
  auto changed = good;
  changed[30] = changed[30] == 'A' ? 'B' : 'A';
  for (const int size : {-1, 0, 201}) {
    for (const auto& token :
         {std::string("%%%"), std::string("AAAA"), std::string("MQ"), std::string("MTAx"), changed,
          good.substr(0, good.size() - 1), good + "A", std::string(600, 'A')}) {
      CAPTURE(size, token);
      ListAuditEventsRequest request;
      request.set_page_size(size);
      request.set_page_token(token);
      Violations violations;
      tokens.Read(core::Ulid(), request, violations);
      REQUIRE(violations.size() == 2);
      CHECK(violations[0].field == "pageSize");
      CHECK(violations[1] == core::violation::PageTokenInvalid("pageToken"));
    }
  }
}

}  // namespace
}  // namespace enlace::rpc
