#include "services/appointment/domain/waitlist.h"

#include <utility>

#include "libs/clinical/date.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/booking.h"

namespace enlace::appointment {
namespace {

using Violations = std::vector<core::Violation>;

absl::Status Absent() { return core::refusal::NotFoundWaitlistEntry(); }

}  // namespace

Waitlist::Waitlist(WaitlistRepository& repository, SlotFinder& finder,
                   const catalog::Source& catalogs, const core::Clock& clock)
    : repository_(repository), finder_(finder), catalogs_(catalogs), clock_(clock) {}

catalog::Codes Waitlist::CodesOf(const Caller& caller) const {
  return {catalogs_.Current(), caller.rules, clinical::Today(clock_, caller.time_zone)};
}

absl::StatusOr<JoinedWaitlist> Waitlist::Create(const Caller& caller, PatientDirectory& patients,
                                                const WaitlistDraft& draft) {
  Violations violations;
  const auto wish = finder_.Read(caller, draft.wish, violations);
  const auto patient = ReadWaitingPatient(draft, CodesOf(caller), violations);
  WaitlistEntry entry{.id = core::Ulid::Generate(clock_.Now())};
  absl::Status unknown = wish.status();
  if (patient) {
    const auto found = patients.Resolve(*patient);
    if (!found.ok()) {
      unknown.Update(found.status());
    } else if (!found->has_value()) {
      violations.push_back(PatientNotFound(*patient));
    } else {
      entry.patient_id = (*found)->id;
      entry.patient_workflow = (*found)->workflow;
    }
  }
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (!unknown.ok()) return unknown;
  entry.wish = *wish;
  entry.wish_key = WishKey(draft.wish, *wish);
  auto added = repository_.Add(caller, entry);
  if (!added.ok()) return added.status();
  if (!added->has_value()) return core::refusal::TooManyWaitlistEntries(kEntriesOfPatient);
  const bool made = (*added)->id == entry.id;
  return JoinedWaitlist{**std::move(added), made};
}

absl::StatusOr<WaitlistEntry> Waitlist::Get(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  auto found = repository_.Find(caller, *key);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return Absent();
  return **std::move(found);
}

absl::StatusOr<WaitlistPage> Waitlist::List(const Caller& caller, PatientDirectory& patients,
                                            const WaitlistQuery& query, PageRequest page) {
  const auto after = ReadCursor(page);
  auto filter = ReadWaitlistQuery(query, CodesOf(caller), page.violations);
  if (!page.violations.empty()) return core::InvalidFields(std::move(page.violations));
  if (!caller.may_list && !filter.patient) return core::refusal::ScopeMissingListAppointments();
  if (filter.patient && filter.patient->document) {
    const auto patient = patients.Resolve(*filter.patient);
    if (!patient.ok()) return patient.status();
    if (!patient->has_value()) return WaitlistPage();
    filter.patient = PersonName{.id = (*patient)->id};
  }
  auto found = repository_.List(caller, filter, after, page.size + 1);
  if (!found.ok()) return found.status();
  WaitlistPage answer{*std::move(found), std::nullopt};
  answer.next = CutPage(answer.entries, page.size);
  return answer;
}

absl::Status Waitlist::Leave(const Caller& caller, std::string_view id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  const auto left = repository_.Leave(caller, *key);
  if (!left.ok()) return left.status();
  return *left ? absl::OkStatus() : Absent();
}

absl::StatusOr<WaitlistEntry> Waitlist::Decline(const Caller& caller, std::string_view id,
                                                const std::string& offer_id) {
  const auto key = core::Ulid::Parse(id);
  if (!key) return Absent();
  const auto declined = repository_.Decline(caller, *key, offer_id);
  if (!declined.ok()) return declined.status();
  auto entry = Get(caller, id);
  if (!entry.ok() || *declined) return entry;
  return core::refusal::NoOpenOffer();
}

}  // namespace enlace::appointment
