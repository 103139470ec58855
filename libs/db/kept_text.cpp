#include "libs/db/kept_text.h"

#include <deque>
#include <utility>

#include "absl/synchronization/mutex.h"

namespace enlace::db {
namespace {

struct Kept {
  absl::Mutex mutex;
  // They don't move.
  std::deque<std::string> texts;
};

}  // namespace

const char* KeepText(std::string text) {
  static auto& kept = *new Kept;
  const absl::MutexLock lock(&kept.mutex);
  return kept.texts.emplace_back(std::move(text)).c_str();
}

}  // namespace enlace::db
