#include "libs/rpc/keys_under_way.h"

namespace enlace::rpc {

KeysUnderWay::Hold::~Hold() {
  if (keys_ != nullptr) keys_->Leave(place_);
}

KeysUnderWay::Entry KeysUnderWay::Enter(const db::WriteIntent::Key& key, absl::Time deadline,
                                        Hold& hold) {
  // Ids are of one length, so that no two keys have one place.
  std::string place = key.credential_id.ToString() + key.text;
  const loop::Notification ended;
  {
    absl::MutexLock lock(&mutex_);
    const auto [found, entered] = waiting_.try_emplace(place);
    if (entered) {
      hold = Hold(*this, std::move(place));
      return Entry::kEntered;
    }
    found->second.push_back(ended);
  }
  return ended.WaitUntil(deadline) ? Entry::kEnded : Entry::kTimedOut;
}

void KeysUnderWay::Leave(const std::string& place) {
  std::vector<loop::Notification> waiting;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = waiting_.find(place);
    waiting = std::move(found->second);
    waiting_.erase(found);
  }
  for (const auto& ended : waiting) ended.Notify();
}

}  // namespace enlace::rpc
