#include "services/auth/domain/key_use.h"

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/log.h"

namespace enlace::auth {
namespace {

constexpr absl::Duration kWriteTime = absl::Seconds(5);

}  // namespace

KeyUse::KeyUse(CredentialRepository& credentials, const core::Clock& clock)
    : credentials_(credentials), clock_(clock), thread_([this] { Work(); }) {}

KeyUse::~KeyUse() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void KeyUse::Note(const core::Ulid& id) {
  const auto now = clock_.Now();
  absl::MutexLock lock(&mutex_);
  const auto noted = noted_.find(id);
  if (noted != noted_.end() && now - noted->second < kInterval) return;
  if (noted_.size() >= kMaxNoted) {
    absl::erase_if(noted_, [now](const auto& item) { return now - item.second >= kInterval; });
    if (noted_.size() >= kMaxNoted) return;
  }
  noted_.insert_or_assign(id, now);
  pending_.push_back(id);
}

void KeyUse::Work() {
  for (;;) {
    std::vector<core::Ulid> ids;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &KeyUse::HasWork));
      if (pending_.empty()) return;
      ids.swap(pending_);
    }
    const auto status = credentials_.MarkUsed(ids, clock_.Now(), absl::Now() + kWriteTime);
    if (status.ok()) continue;
    core::Log(core::LogLevel::kWarning, "the last use of credentials was not noted",
              {{"reason", core::DetailsOf(status).reason}, {"count", ids.size()}});
    absl::MutexLock lock(&mutex_);
    for (const auto& id : ids) noted_.erase(id);
  }
}

}  // namespace enlace::auth
