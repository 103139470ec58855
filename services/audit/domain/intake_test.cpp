#include "services/audit/domain/intake.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/core/error.h"
#include "services/audit/testing/events.h"
#include "services/audit/testing/fake_event_repository.h"

namespace enlace::audit {
namespace {

using testing::ContextOf;
using testing::NewId;

absl::StatusOr<std::int64_t> Take(EventRepository& repository, std::vector<TenantEvent> events) {
  return TakeIn(repository, std::move(events), ContextOf, absl::InfiniteFuture());
}

TEST_CASE("each tenant's events are kept under that tenant") {
  testing::FakeEventRepository repository;
  const auto alpha = NewId();
  const auto beta = NewId();

  const auto stored =
      Take(repository,
           {{alpha, testing::Write()}, {beta, testing::Write()}, {alpha, testing::Access(3)}});

  CHECK(stored.value() == 3);
  CHECK(repository.stored().at(alpha).size() == 2);
  CHECK(repository.stored().at(beta).size() == 1);
}

TEST_CASE("events of no tenant are kept under the platform's own") {
  testing::FakeEventRepository repository;
  CHECK(Take(repository, {{core::Ulid(), testing::Write()}}).value() == 1);
  CHECK(repository.stored().at(PlatformTenant()).size() == 1);
  CHECK_FALSE(PlatformTenant().IsNil());
}

TEST_CASE("a malformed event keeps the whole batch out") {
  testing::FakeEventRepository repository;
  auto malformed = testing::Write();
  malformed.action = "PATCH";

  const auto stored = Take(repository, {{NewId(), testing::Write()}, {NewId(), malformed}});

  REQUIRE(absl::IsInvalidArgument(stored.status()));
  CHECK(core::DetailsOf(stored.status()).violations.at(0).field == "events[1].action");
  CHECK(repository.stored().empty());
}

TEST_CASE("an error names a few malformed events, however many there are") {
  testing::FakeEventRepository repository;
  auto malformed = testing::Write();
  malformed.action = "PATCH";

  const auto stored = Take(repository, std::vector<TenantEvent>(1'000, {NewId(), malformed}));

  CHECK(core::DetailsOf(stored.status()).violations.size() == 10);
  CHECK(stored.status().message().size() < 2'000);
}

TEST_CASE("a batch that failed in the middle is kept once when it is sent again") {
  testing::FakeEventRepository repository;
  const auto alpha = NewId();
  const auto beta = NewId();
  const std::vector<TenantEvent> batch = {{alpha, testing::Write()}, {beta, testing::Write()}};
  repository.failing_tenant = beta;
  REQUIRE(absl::IsUnavailable(Take(repository, batch).status()));

  repository.failing_tenant = core::Ulid();
  CHECK(Take(repository, batch).ok());

  CHECK(repository.stored().at(alpha).size() == 1);
  CHECK(repository.stored().at(beta).size() == 1);
}

}  // namespace
}  // namespace enlace::audit
