#include "libs/workflows/workflow_cache.h"

#include <catch2/catch_test_macros.hpp>

#include "absl/time/clock.h"

namespace enlace::workflows {
namespace {

struct Asked {
  WorkflowCache cache;
  WorkflowNames answer = {"prior_auth"};
  int times = 0;

  bool Takes(const authn::Principal& caller, const std::string& name) {
    const auto names = cache.Of(caller, [this]() -> absl::StatusOr<WorkflowNames> {
      ++times;
      return answer;
    });
    REQUIRE(names.ok());
    return (*names)->contains(name);
  }
};

authn::Principal CallerOf(const core::Ulid& tenant, std::int64_t version,
                          std::vector<std::string> limit = {}) {
  authn::Principal caller;
  caller.tenant_id = tenant;
  caller.workflows = std::move(limit);
  caller.workflows_version = version;
  return caller;
}

const core::Ulid kAlpha = core::Ulid::Generate(absl::Now());
const core::Ulid kBeta = core::Ulid::Generate(absl::Now());

TEST_CASE("the workflows are asked for once until a caller knows of a change") {
  Asked asked;
  CHECK(asked.Takes(CallerOf(kAlpha, 1), "prior_auth"));
  CHECK(asked.Takes(CallerOf(kAlpha, 1), "prior_auth"));
  CHECK(asked.times == 1);
  asked.answer = {"patient_questions"};
  CHECK_FALSE(asked.Takes(CallerOf(kAlpha, 2), "prior_auth"));
  CHECK(asked.times == 2);
}

TEST_CASE("who knows of no change yet is judged by what is known already") {
  Asked asked;
  asked.answer = {"newest"};
  CHECK(asked.Takes(CallerOf(kAlpha, 7), "newest"));
  CHECK(asked.Takes(CallerOf(kAlpha, 6), "newest"));
  CHECK(asked.times == 1);
}

TEST_CASE("no tenant and no limited caller is judged by what another may use") {
  Asked asked;
  CHECK(asked.Takes(CallerOf(kAlpha, 1), "prior_auth"));
  asked.answer = {};
  CHECK_FALSE(asked.Takes(CallerOf(kBeta, 1), "prior_auth"));
  CHECK_FALSE(asked.Takes(CallerOf(kAlpha, 1, {"patient_questions"}), "prior_auth"));
  CHECK(asked.Takes(CallerOf(kAlpha, 1), "prior_auth"));
}

TEST_CASE("an error is not remembered") {
  Asked asked;
  const auto failed = asked.cache.Of(CallerOf(kAlpha, 1), []() -> absl::StatusOr<WorkflowNames> {
    return absl::UnavailableError("away");
  });
  CHECK(absl::IsUnavailable(failed.status()));
  CHECK(asked.Takes(CallerOf(kAlpha, 1), "prior_auth"));
}

}  // namespace
}  // namespace enlace::workflows
