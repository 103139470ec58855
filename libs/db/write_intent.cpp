#include "libs/db/write_intent.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/session.h"

namespace enlace::db {

absl::Time WriteIntent::LatestWait(absl::Time deadline) {
  const auto left = deadline - absl::Now();
  return deadline - std::clamp(left / 10, absl::Milliseconds(50), absl::Milliseconds(500));
}

WriteIntent::WriteIntent(std::optional<Key> key) : key_(std::move(key)) {}

WriteIntent::~WriteIntent() { Discard(); }

void WriteIntent::Discard() {
  if (held_) held_->Part();
  held_.reset();
}

void WriteIntent::Hold(std::unique_ptr<Session> session) {
  session->SetWaiting();
  auto& intent = *session->intent();
  intent.open_ = false;
  intent.held_ = std::move(session);
}

absl::StatusOr<std::unique_ptr<Session>> WriteIntent::Resume(const Pool& pool,
                                                             const core::Ulid& scope) {
  if (open_) return core::Internal("a call with an intent writes in two transactions at once");
  if (held_ && &held_->pool() != &pool) {
    return core::Internal("a call with an intent writes in two databases");
  }
  scope_ = scope;
  if (held_) open_ = true;
  return std::move(held_);
}

}  // namespace enlace::db
