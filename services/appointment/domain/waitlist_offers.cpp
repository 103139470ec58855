#include "services/appointment/domain/waitlist_offers.h"

#include <algorithm>
#include <utility>

#include "libs/core/error.h"
#include "libs/core/log.h"

namespace enlace::appointment {
namespace {

// How many entries are read at once.
constexpr int kEntriesAtOnce = 50;
// One tenant's turn; what is left then is due still, after the other tenants' turns.
constexpr absl::Duration kTurn = absl::Seconds(5);
// What one freed time may take. What takes longer waits a minute, so that others are looked at.
constexpr absl::Duration kLook = absl::Seconds(20);
// For what becomes of the claim, after the last look.
constexpr absl::Duration kSettling = absl::Seconds(10);
// The shortest appointment there is: less is no time to offer.
constexpr UnixSeconds kShortest = 5 * 60;
// How often a time that was found for an entry may go to those before it, in one look.
constexpr int kTries = 20;

Caller WorkerOf(const core::Ulid& tenant_id, absl::Duration time) {
  return {.context = {.tenant_id = tenant_id, .actor_id = "waitlist", .actor_type = "SERVICE"},
          .time_zone = "UTC",
          .deadline = absl::Now() + time};
}

void LogFailure(const absl::Status& status) {
  const auto details = core::DetailsOf(status);
  core::Log(core::LogLevel::kWarning, "a freed time could not be offered",
            {{"reason", details.reason}, {"cause", details.internal}});
}

Span SpanOf(absl::Time start, absl::Time end) {
  return {absl::ToUnixSeconds(start), absl::ToUnixSeconds(end)};
}

}  // namespace

WaitlistOffers::WaitlistOffers(FreedTimes& freed, WaitlistRepository& waitlist, SlotFinder& finder,
                               SlotRepository& slots, const OfferIds& offer_ids,
                               const core::Clock& clock)
    : freed_(freed),
      waitlist_(waitlist),
      finder_(finder),
      slots_(slots),
      offer_ids_(offer_ids),
      clock_(clock) {}

absl::StatusOr<bool> WaitlistOffers::WorkOff(Stopping stopping) {
  const auto tenants = freed_.TenantsDue();
  if (!tenants.ok()) return tenants.status();
  bool more = false;
  for (const auto& tenant_id : *tenants) {
    if (stopping()) return more;
    const auto worked = WorkOff(tenant_id, stopping);
    if (worked.ok()) {
      more = more || *worked;
    } else {
      // Of one tenant: the others go on.
      LogFailure(worked.status());
    }
  }
  return more;
}

absl::StatusOr<bool> WaitlistOffers::WorkOff(const core::Ulid& tenant_id, Stopping stopping) {
  const auto over = clock_.Now() + kTurn;
  const auto claimed = freed_.Claim(WorkerOf(tenant_id, kTurn + 2 * kLook + kSettling));
  if (!claimed.ok()) return claimed.status();
  if (*claimed == nullptr) return false;
  auto status = waitlist_.EndWhatIsOver(WorkerOf(tenant_id, kLook));
  if (!status.ok()) return status;
  for (const auto& time : (*claimed)->times()) {
    if (stopping() || clock_.Now() >= over) break;
    status = Look(WorkerOf(tenant_id, kLook), time);
    if (!status.ok()) LogFailure(status);
    (*claimed)->Settle(time, status.ok());
  }
  status = (*claimed)->Commit();
  if (!status.ok()) return status;
  return true;
}

absl::Status WaitlistOffers::Look(const Caller& caller, const FreedTime& time) {
  if (time.entry_id) return OfferTo(caller, *time.entry_id);
  return OfferTime(caller, *time.practitioner_id, SpanOf(time.start, time.end));
}

absl::Status WaitlistOffers::OfferTime(const Caller& caller, const core::Ulid& practitioner_id,
                                       const Span& time) {
  std::optional<core::Ulid> after;
  while (true) {
    const auto waiting =
        waitlist_.Waiting(caller, practitioner_id, absl::FromUnixSeconds(time.start),
                          absl::FromUnixSeconds(time.end), after, kEntriesAtOnce);
    if (!waiting.ok()) return waiting.status();
    if (waiting->empty()) return absl::OkStatus();
    const auto free = IsFree(caller, practitioner_id, time);
    if (!free.ok()) return free.status();
    if (!*free) return absl::OkStatus();
    bool offered = false;
    for (const auto& candidate : *waiting) {
      after = candidate.entry.id;
      const auto slot = TimeFor(caller, candidate, practitioner_id, time);
      if (!slot.ok()) return slot.status();
      if (!slot->has_value()) continue;
      const auto taken = Offer(caller, candidate.entry, **slot);
      if (!taken.ok()) return taken.status();
      if (offered = *taken; offered) break;
    }
    if (!offered && static_cast<int>(waiting->size()) < kEntriesAtOnce) return absl::OkStatus();
  }
}

absl::Status WaitlistOffers::OfferTo(const Caller& caller, const core::Ulid& entry_id) {
  for (int i = 0; i < kTries; ++i) {
    const auto waiting = waitlist_.FindWaiting(caller, entry_id);
    if (!waiting.ok()) return waiting.status();
    if (!waiting->has_value()) return absl::OkStatus();
    const auto slot = TimeFor(caller, **waiting, std::nullopt, std::nullopt);
    if (!slot.ok()) return slot.status();
    if (!slot->has_value()) return absl::OkStatus();
    // Those before it may want it as well, and did not know of it.
    auto status =
        OfferTime(caller, (*slot)->at.practitioner_id, SpanOf((*slot)->start, (*slot)->end));
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<SlotOffer>> WaitlistOffers::TimeFor(
    const Caller& caller, const WaitingEntry& waiting, const std::optional<core::Ulid>& doctor,
    const std::optional<Span>& near) {
  auto wish = waiting.entry.wish;
  if (doctor) wish.doctor = PersonName{.id = *doctor};
  return finder_.FirstFree(caller, std::move(wish), near, [&](const SlotOffer& slot) {
    const OfferedTime time{slot.at.practitioner_id, slot.start};
    return std::find(waiting.offered.begin(), waiting.offered.end(), time) == waiting.offered.end();
  });
}

absl::StatusOr<bool> WaitlistOffers::IsFree(const Caller& caller, const core::Ulid& practitioner_id,
                                            const Span& time) {
  const Span left{std::max(time.start, absl::ToUnixSeconds(clock_.Now())), time.end};
  if (left.start >= left.end) return false;
  const auto busy = slots_.BusyTimes(caller, {practitioner_id}, absl::FromUnixSeconds(left.start),
                                     absl::FromUnixSeconds(left.end));
  if (!busy.ok()) return busy.status();
  const auto found = busy->find(practitioner_id);
  if (found == busy->end()) return true;
  const auto free = Without({left}, found->second);
  return std::any_of(free.begin(), free.end(),
                     [](const Span& span) { return span.end - span.start >= kShortest; });
}

absl::StatusOr<bool> WaitlistOffers::Offer(const Caller& caller, const WaitlistEntry& entry,
                                           const SlotOffer& slot) {
  const auto now = clock_.Now();
  // Whole seconds, as an offer says it.
  const auto expires = absl::FromUnixSeconds(absl::ToUnixSeconds(now + kWaitlistOfferLasts));
  const OfferTerms terms{.practitioner_id = slot.at.practitioner_id,
                         .location_id = slot.at.location_id,
                         .start = slot.start,
                         .end = slot.end,
                         .appointment_type = slot.appointment_type,
                         .modality = slot.modality,
                         .expires_at = std::min(expires, slot.start),
                         .hold_id = core::Ulid::Generate(now)};
  return waitlist_.Offer(caller, entry, terms, offer_ids_.Make(caller.context.tenant_id, terms));
}

}  // namespace enlace::appointment
