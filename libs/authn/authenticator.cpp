#include "libs/authn/authenticator.h"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "libs/authn/api_key.h"
#include "libs/authn/bearer.h"
#include "libs/authn/credential_error.h"
#include "libs/loop/wait.h"

namespace enlace::authn {
namespace {

std::string DigestOf(std::string_view credential) {
  std::string digest(crypto_generichash_BYTES, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                     reinterpret_cast<const unsigned char*>(credential.data()), credential.size(),
                     nullptr, 0);
  return digest;
}

// A verdict on the credential itself is true for every caller; that the resolver was not reached
// in time may only be true for the one who asked with little time left.
bool IsVerdict(const absl::Status& status) {
  return status.ok() || absl::IsUnauthenticated(status);
}

}  // namespace

struct Authenticator::Question {
  std::optional<Answer> answer;
  std::vector<loop::Notification> waiting;
};

Authenticator::Authenticator(std::unique_ptr<CredentialResolver> resolver, const core::Clock& clock,
                             absl::Duration max_age, std::unique_ptr<TokenJudge> tokens)
    : resolver_(std::move(resolver)),
      clock_(clock),
      max_age_(std::min(max_age, kMaxAge)),
      tokens_(std::move(tokens)) {}

Authenticator::~Authenticator() = default;

absl::Status Authenticator::CheckForm(std::string_view credential, absl::Time deadline) {
  if (const auto token = BearerToken(credential)) {
    return tokens_ ? tokens_->Judge(*token, deadline) : absl::OkStatus();
  }
  return ApiKey::Parse(credential) ? absl::OkStatus() : CredentialInvalid();
}

absl::StatusOr<std::shared_ptr<const Principal>> Authenticator::Authenticate(
    std::string_view credential, absl::Time deadline, const Origin& origin) {
  if (credential.empty()) return CredentialMissing();
  if (max_age_ <= absl::ZeroDuration()) {
    if (auto status = CheckForm(credential, deadline); !status.ok()) return status;
    return Ask(credential, deadline, origin);
  }
  // What is remembered was well-formed.
  const auto digest = DigestOf(credential);
  std::shared_ptr<Question> question;
  std::optional<loop::Notification> answered;
  {
    absl::MutexLock lock(&mutex_);
    if (auto principal = Remembered(digest)) return principal;
  }
  if (auto status = CheckForm(credential, deadline); !status.ok()) return status;
  {
    absl::MutexLock lock(&mutex_);
    // Another's question may have been answered meanwhile.
    if (auto principal = Remembered(digest)) return principal;
    auto& slot = questions_[digest];
    if (slot) {
      answered.emplace();
      slot->waiting.push_back(*answered);
    } else {
      slot = std::make_shared<Question>();
    }
    question = slot;
  }
  if (!answered) return AskAndShare(digest, credential, deadline, origin, *question);
  // The deadline is the clock's, which in a test is not the system's.
  answered->WaitUntil(absl::Now() + (deadline - clock_.Now()));
  {
    absl::MutexLock lock(&mutex_);
    if (question->answer && IsVerdict(question->answer->status())) return *question->answer;
  }
  return Ask(credential, deadline, origin);
}

std::shared_ptr<const Principal> Authenticator::Remembered(const std::string& digest) const {
  const auto entry = entries_.find(digest);
  if (entry == entries_.end() || entry->second.until <= clock_.Now()) return nullptr;
  return entry->second.principal;
}

Authenticator::Answer Authenticator::Ask(std::string_view credential, absl::Time deadline,
                                         const Origin& origin) {
  auto principal = resolver_->Resolve(credential, deadline, origin);
  if (!principal.ok()) return std::move(principal).status();
  return std::make_shared<const Principal>(*std::move(principal));
}

Authenticator::Answer Authenticator::AskAndShare(const std::string& digest,
                                                 std::string_view credential, absl::Time deadline,
                                                 const Origin& origin, Question& question) {
  // The age counts from before the question: what is revoked while it runs is not kept longer.
  const auto asked = clock_.Now();
  auto answer = Ask(credential, deadline, origin);
  absl::MutexLock lock(&mutex_);
  questions_.erase(digest);
  if (answer.ok()) {
    Remember(digest, *answer, asked);
  } else {
    entries_.erase(digest);
  }
  question.answer = answer;
  for (const auto& waiting : question.waiting) waiting.Notify();
  return answer;
}

void Authenticator::Remember(const std::string& digest,
                             const std::shared_ptr<const Principal>& principal, absl::Time asked) {
  if (entries_.size() >= kMaxEntries) {
    absl::erase_if(entries_, [&](const auto& item) { return item.second.until <= asked; });
  }
  if (entries_.size() >= kMaxEntries) entries_.erase(entries_.begin());
  auto until = asked + max_age_;
  if (principal->expires_at) until = std::min(until, *principal->expires_at);
  entries_.insert_or_assign(digest, Entry{principal, until});
}

}  // namespace enlace::authn
