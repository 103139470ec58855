#include "services/appointment/rpc/reply_service.h"

#include "absl/strings/str_cat.h"
#include "libs/core/reasons.h"
#include "libs/core/spoken.h"
#include "services/appointment/rpc/messages.h"

namespace enlace::appointment::rpc {
namespace {

using enlace::rpc::Call;

std::optional<State> AnswerOf(const std::string& state) {
  const auto parsed = ParseState(state);
  if (parsed == State::kConfirmed || parsed == State::kCancelled) return parsed;
  return std::nullopt;
}

}  // namespace

ReplyService::ReplyService(enlace::rpc::Pipeline& pipeline, Bookings& bookings, Replies& replies,
                           const ReplyTokens& tokens, db::AccessLog& access_log,
                           const core::Clock& clock)
    : UnaryService(pipeline),
      bookings_(bookings),
      replies_(replies),
      tokens_(tokens),
      access_log_(access_log),
      clock_(clock) {
  Add<v1::MakeReplyLinkRequest, v1::ReplyLink>(
      "MakeReplyLink", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return MakeLink(call, in.id(), out);
      });
  Add<v1::GetReplyRequest, v1::Reply>(
      "GetReply", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        return Reply(call, in.token(), std::nullopt, out);
      });
  Add<v1::AnswerReplyRequest, v1::Reply>(
      "AnswerReply", [this](Call& call, const auto& in, auto& out) -> absl::Status {
        // Who has no link learns nothing of what is wrong with the rest.
        if (!tokens_.Read(in.token())) return core::refusal::CredentialInvalid();
        const auto to = AnswerOf(in.state());
        if (!to) {
          return core::InvalidFields({core::violation::EnumValue("state", "CONFIRMED, CANCELLED")});
        }
        return Reply(call, in.token(), to, out);
      });
}

absl::Status ReplyService::MakeLink(Call& call, const std::string& id, v1::ReplyLink& response) {
  const auto found = bookings_.Get(CallerOf(call), id);
  if (!found.ok()) return found.status();
  if (!replies_.CanConfirm(found->state, found->start) &&
      !replies_.CanCancel(found->state, found->start)) {
    return core::refusal::NothingToAnswer();
  }
  call.Disclose("Appointment", found->id);
  // The gateway knows the host.
  response.set_url(absl::StrCat(
      "/r/", tokens_.Make({.tenant_id = call.principal().tenant_id, .appointment_id = found->id})));
  *response.mutable_expires_at() = TimestampOf(found->start);
  return absl::OkStatus();
}

absl::Status ReplyService::Reply(const Call& call, const std::string& token,
                                 std::optional<State> to, v1::Reply& response) {
  const auto subject = tokens_.Read(token);
  if (!subject) return core::refusal::CredentialInvalid();
  Caller caller{.context = call.context_for(subject->tenant_id), .deadline = call.deadline()};
  caller.context.actor_id = subject->appointment_id.ToString();
  caller.context.actor_type = "PATIENT_REPLY";
  const auto view = to ? replies_.Answer(caller, subject->appointment_id, *to)
                       : replies_.Show(caller, subject->appointment_id);
  if (!view.ok()) return view.status();
  const auto now = clock_.Now();
  auto recorded =
      access_log_.Record({.event_id = core::Ulid::Generate(now),
                          .occurred_at = now,
                          .context = caller.context,
                          .action = "READ",
                          .endpoint = absl::StrCat("enlace.appointment.v1.ReplyService/",
                                                   to ? "AnswerReply" : "GetReply"),
                          .resource_type = "Appointment",
                          .resource_ids = {subject->appointment_id},
                          .fields_class = "ADMINISTRATIVE"},
                         caller.deadline);
  if (!recorded.ok()) return recorded;
  response.set_state(std::string(StateName(view->state)));
  response.set_spoken(core::SpokenTime(view->start, view->time_zone, call.language()));
  response.set_doctor_name(view->doctor_name);
  response.set_clinic_name(view->site_name);
  if (view->site_address) response.set_clinic_address(*view->site_address);
  response.set_can_confirm(replies_.CanConfirm(view->state, view->start));
  response.set_can_cancel(replies_.CanCancel(view->state, view->start));
  response.set_begun(replies_.HasBegun(view->start));
  response.set_done(to == view->state);
  return absl::OkStatus();
}

}  // namespace enlace::appointment::rpc
