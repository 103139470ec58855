#include "services/appointment/domain/replies.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"

namespace enlace::appointment {
namespace {

constexpr std::string_view kBoundTo = "reply link";
constexpr std::size_t kIdBytes = 16;

std::string BytesOf(const core::Ulid& id) {
  return absl::HexStringToBytes(absl::StrReplaceAll(id.ToUuid(), {{"-", ""}}));
}

std::optional<core::Ulid> IdOf(std::string_view bytes) {
  auto uuid = absl::BytesToHexString(core::Absl(bytes));
  for (const std::size_t place : {8, 13, 18, 23}) uuid.insert(place, "-");
  return core::Ulid::FromUuid(uuid);
}

}  // namespace

std::string ReplyTokens::Make(const ReplySubject& subject) const {
  return signer_.Sign(absl::StrCat(BytesOf(subject.tenant_id), BytesOf(subject.appointment_id)),
                      kBoundTo);
}

std::optional<ReplySubject> ReplyTokens::Read(std::string_view token) const {
  const auto text = signer_.Open(token, kBoundTo);
  if (!text || text->size() != 2 * kIdBytes) return std::nullopt;
  const auto tenant = IdOf(std::string_view(*text).substr(0, kIdBytes));
  const auto appointment = IdOf(std::string_view(*text).substr(kIdBytes));
  if (!tenant || !appointment) return std::nullopt;
  return ReplySubject{*tenant, *appointment};
}

bool Replies::CanConfirm(State state, absl::Time start) const {
  return !HasBegun(start) && state != State::kConfirmed && CanMove(state, State::kConfirmed);
}

bool Replies::CanCancel(State state, absl::Time start) const {
  return !HasBegun(start) && state != State::kCancelled && CanMove(state, State::kCancelled);
}

absl::StatusOr<ReplyView> Replies::Show(const Caller& caller, const core::Ulid& appointment_id) {
  auto view = views_.Find(caller, appointment_id);
  if (!view.ok()) return view.status();
  if (!view->has_value()) return core::refusal::CredentialInvalid();
  return **std::move(view);
}

absl::StatusOr<ReplyView> Replies::Answer(const Caller& caller, const core::Ulid& appointment_id,
                                          State to) {
  const auto changed = appointments_.Update(
      caller, appointment_id, {},
      [&](const AppointmentRepository::Locked& locked) -> absl::StatusOr<Appointment> {
        Appointment next = locked.appointment;
        const bool possible = to == State::kConfirmed ? CanConfirm(next.state, next.start)
                                                      : CanCancel(next.state, next.start);
        if (possible) next.state = to;
        return next;
      });
  if (absl::IsNotFound(changed.status())) return core::refusal::CredentialInvalid();
  if (!changed.ok()) return changed.status();
  return Show(caller, appointment_id);
}

}  // namespace enlace::appointment
