#include "services/auth/domain/password_gate.h"

#include <exception>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "libs/loop/wait.h"
#include "services/auth/domain/password.h"

namespace enlace::auth {
namespace {

absl::Status TooLate() { return absl::DeadlineExceededError("no password was hashed in time"); }

absl::Status Carry(const std::function<void()>& work) {
  try {
    work();
    return absl::OkStatus();
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  }
}

// Runs `work` in the gate and answers what it returned.
template <typename Work>
auto AnswerOf(PasswordGate& gate, Work work, absl::Time deadline) -> decltype(work()) {
  // Shared with work that outlives its caller.
  const auto answer = std::make_shared<std::optional<decltype(work())>>();
  const auto done = gate.Run([answer, work = std::move(work)] { *answer = work(); }, deadline);
  if (!done.ok()) return done;
  return std::move(**answer);
}

}  // namespace

struct PasswordGate::Turn {
  std::function<void()> work;
  const loop::Notification ended = {};
  // The rest under the gate's mutex.
  std::optional<absl::Status> outcome = std::nullopt;
  bool abandoned = false;
};

PasswordGate::PasswordGate() {
  for (std::size_t i = 0; i < kAtOnce; ++i) threads_.emplace_back([this] { Work(); });
}

PasswordGate::~PasswordGate() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (auto& thread : threads_) thread.join();
}

absl::StatusOr<std::string> PasswordGate::Hash(std::string password, absl::Time deadline) {
  return AnswerOf(
      *this, [password = std::move(password)] { return HashPassword(password); }, deadline);
}

absl::StatusOr<bool> PasswordGate::Verify(std::string password, std::string hash,
                                          absl::Time deadline) {
  return AnswerOf(
      *this,
      [password = std::move(password), hash = std::move(hash)] {
        return VerifyPassword(password, hash);
      },
      deadline);
}

absl::Status PasswordGate::Run(std::function<void()> work, absl::Time deadline) {
  if (absl::Now() >= deadline) return TooLate();
  const auto turn = std::make_shared<Turn>(Turn{std::move(work)});
  {
    absl::MutexLock lock(&mutex_);
    if (under_way_ + waiting_.size() >= kAtOnce + kMostWaiting) {
      ++refused_;
      return absl::ResourceExhaustedError("too many passwords are being hashed");
    }
    waiting_.push_back(turn);
  }
  turn->ended.WaitUntil(deadline);
  absl::MutexLock lock(&mutex_);
  if (turn->outcome) return *turn->outcome;
  turn->abandoned = true;
  std::erase(waiting_, turn);
  return TooLate();
}

PasswordGate::Load PasswordGate::load() const {
  absl::MutexLock lock(&mutex_);
  return {.under_way = under_way_, .waiting = waiting_.size(), .done = done_, .refused = refused_};
}

void PasswordGate::Work() {
  while (true) {
    std::shared_ptr<Turn> turn;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &PasswordGate::HasWork));
      if (waiting_.empty()) return;
      turn = std::move(waiting_.front());
      waiting_.pop_front();
      ++under_way_;
    }
    auto outcome = Carry(std::exchange(turn->work, nullptr));
    absl::MutexLock lock(&mutex_);
    --under_way_;
    ++done_;
    turn->outcome = std::move(outcome);
    // The loop of one who gave up may be gone.
    if (!turn->abandoned) turn->ended.Notify();
  }
}

}  // namespace enlace::auth
