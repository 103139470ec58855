#include "libs/db/read_batcher.h"

#include <catch2/catch_test_macros.hpp>
#include <csignal>
#include <thread>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/notes_fixture.h"
#include "libs/db/session.h"
#include "libs/loop/event_loop.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

constexpr Statement kEndIf{"test_end_if",
                           "SELECT CASE WHEN pg_backend_pid() = $1::int THEN"
                           " pg_terminate_backend(pg_backend_pid()) END,"
                           " pg_sleep(CASE WHEN pg_backend_pid() = $1::int THEN 30 ELSE 0 END),"
                           " pg_backend_pid() AS pid"};
constexpr Statement kEndMyself{"test_end_always",
                               "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(30)"};
constexpr Statement kTimeLeft{
    "test_time_left",
    "SELECT setting::int AS left FROM pg_settings WHERE name = 'statement_timeout'"};
constexpr Statement kHalfASecond{"test_half_a_second", "SELECT pg_sleep(0.5)"};

// Other processes may keep the machine busy.
constexpr absl::Duration kFarBelowAHang = absl::Seconds(15);

struct Question {
  const Statement& statement;
  Params params;
  absl::Duration time = absl::Minutes(2);
};

class OneConnection {
 public:
  // Answers to reads that are ready together, in their order.
  std::vector<absl::StatusOr<Rows>> Ask(const std::vector<Question>& questions) {
    std::vector<absl::StatusOr<Rows>> answers(questions.size(), absl::UnknownError("none"));
    loop::EventLoop loop(questions.size() + 1);
    loop.Post([&] {
      for (std::size_t i = 0; i < questions.size(); ++i) {
        loop.Post([this, &questions, &answers, i] { answers[i] = Read(questions[i]); });
      }
    });
    return answers;
  }

  absl::StatusOr<Rows> Read(const Question& question) {
    return reads_.Read(NotesFixture::ContextOf(notes.alpha), question.statement, question.params,
                       absl::Now() + question.time);
  }

  std::int64_t Pid() { return (*Read({kBackend, {}}))[0].Int("pid"); }

  std::int64_t Sendings() {
    auto connection = *pool->Acquire(NotesFixture::Soon());
    const auto sendings = connection->sendings();
    pool->Release(std::move(connection));
    return sendings;
  }

  const NotesFixture notes;
  const std::unique_ptr<Pool> pool = *Pool::Open(
      {.url = notes.server.RuntimeUrl(), .pool_size = 1, .acquire_timeout = absl::Minutes(2)});

 private:
  ReadBatcher reads_{*pool};
};

TEST_CASE("reads that are ready together travel together") {
  OneConnection one;
  one.Pid();
  const auto before = one.Sendings();
  // The second of them finds a place for another batch, which nobody else needs to join.
  for (const auto& answer : one.Ask(std::vector<Question>(9, {kBackend, {}}))) CHECK(answer.ok());
  CHECK(one.Sendings() - before == 2);
}

TEST_CASE("a read whose connection breaks is repeated, and so are those behind it") {
  OneConnection one;
  const auto first = one.Pid();
  const auto answers = one.Ask({{kBackend, {}},
                                {kBackend, {}},
                                {kEndIf, Params().Int(first)},
                                {kBackend, {}},
                                {kEndIf, Params().Int(first)},
                                {kBackend, {}}});
  for (const auto& answer : answers) CHECK(answer.ok());
  CHECK((*answers[2])[0].Int("pid") != first);
  CHECK((*answers[5])[0].Int("pid") != first);
}

TEST_CASE("a read whose connection breaks twice is UNAVAILABLE, and its neighbours are answered") {
  OneConnection one;
  const auto answers = one.Ask({{kBackend, {}},
                                {kBackend, {}},
                                {kEndMyself, {}},
                                {kBackend, {}},
                                {kEndMyself, {}},
                                {kBackend, {}}});
  for (const std::size_t broken : {2, 4}) {
    CHECK(absl::IsUnavailable(answers[broken].status()));
    CHECK(core::DetailsOf(answers[broken].status()).retry_after.has_value());
  }
  for (const std::size_t whole : {0, 1, 3, 5}) CHECK(answers[whole].ok());
}

TEST_CASE(
    "a server that falls silent costs the hasty their deadline, and the patient a reconnect") {
  OneConnection one;
  const auto silent = one.Pid();
  REQUIRE(kill(static_cast<pid_t>(silent), SIGSTOP) == 0);
  const auto start = absl::Now();
  constexpr auto kHaste = absl::Milliseconds(300);
  const auto answers = one.Ask({{kBackend, {}},
                                {kBackend, {}, kHaste},
                                {kBackend, {}, kHaste},
                                {kBackend, {}},
                                {kBackend, {}, kHaste},
                                {kBackend, {}}});
  CHECK(absl::Now() - start < kFarBelowAHang);
  kill(static_cast<pid_t>(silent), SIGCONT);
  for (const std::size_t patient : {0, 3, 5}) {
    REQUIRE(answers[patient].ok());
    CHECK((*answers[patient])[0].Int("pid") != silent);
  }
  for (const std::size_t hasty : {2, 4}) {
    CHECK(absl::IsDeadlineExceeded(answers[hasty].status()));
  }
  // It leads a batch of its own, which gets no connection in time.
  CHECK(absl::IsResourceExhausted(answers[1].status()));
}

TEST_CASE("what is left of the time when a read is sent becomes its statement_timeout") {
  OneConnection one;
  auto connection = *one.pool->Acquire(NotesFixture::Soon());
  const auto deadline = absl::Now() + absl::Seconds(10);
  absl::StatusOr<Rows> answer = absl::UnknownError("none");
  std::thread reader([&] { answer = one.Read({kTimeLeft, {}, deadline - absl::Now()}); });
  {
    Session session(*one.pool, std::move(connection), std::nullopt, NotesFixture::Soon());
    REQUIRE(session.Run(kHalfASecond, {}).ok());
  }
  reader.join();
  REQUIRE(answer.ok());
  CHECK((*answer)[0].Int("left") <= 9500);
}

TEST_CASE("a read of a tenant can't be had without a tenant") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants();
  CHECK(absl::IsInternal(
      database->Read(TenantContext(), kAllNotes, {}, NotesFixture::Soon()).status()));
}

}  // namespace
}  // namespace enlace::db
