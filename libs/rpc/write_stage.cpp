#include "libs/rpc/write_stage.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/metadata.h"
#include "libs/rpc/repeats.h"

namespace enlace::rpc {
namespace {

// The method, as the caller sees its tenant: who was limited meanwhile gets no answer of before.
std::string AsSeen(const std::string& method, const std::vector<std::string>& workflows) {
  return workflows.empty() ? method : absl::StrCat(method, " of ", absl::StrJoin(workflows, ","));
}

// Its answer is a resource that was not there before, unless the handler says that it was.
bool Makes(const std::string& full_name) {
  return full_name.find("/Create") != std::string::npos ||
         full_name.find("/Hold") != std::string::npos ||
         full_name.find("/Rotate") != std::string::npos;
}

// Clears what only a stored resource has, in the answer and in the one resource in it (apiKey).
void ClearUnstored(google::protobuf::Message& message, bool makes) {
  ClearSecrets(message);
  const auto* reflection = message.GetReflection();
  for (const char* name : {"etag", "id", "created_at", "updated_at"}) {
    const auto* field = message.GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) reflection->ClearField(&message, field);
    if (!makes) break;
  }
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE &&
        !field->is_repeated() && field->message_type()->FindFieldByName("id") != nullptr) {
      ClearUnstored(*reflection->MutableMessage(&message, field), makes);
    }
  }
}

}  // namespace

absl::Status WriteStage::Pass(const Repeats* repeats, Run& run, Next next) {
  const auto key = ReadIdempotencyKey(run.messages.idempotency_key,
                                      MetadataValue(run.context, "idempotency-key"));
  if (!key.ok()) return Judge(run, core::DetailsOf(key.status()).violations, next);
  if (run.messages.validate_only) return Try(run, next);
  if (!key->empty() && repeats == nullptr) return core::Internal("nowhere to keep an answer");
  auto status = key->empty() ? next() : WriteOnce(*repeats, run, *key, next);
  if (status.ok() && run.call.created_) run.context.AddInitialMetadata("x-created", "true");
  return status;
}

absl::Status WriteStage::Judge(Run& run, std::vector<core::Violation> found, Next next) {
  run.call.judged_ = true;
  db::WriteIntent intent(std::nullopt);
  const auto status = run.rule.writes ? WithIntent(run.call, intent, next) : next();
  if (found.empty()) return status.ok() ? core::refusal::FieldViolation() : status;
  if (!status.ok()) {
    auto more = core::DetailsOf(status).violations;
    std::move(more.begin(), more.end(), std::back_inserter(found));
  }
  return core::InvalidFields(std::move(found));
}

// Everything but the commit. What the answer says of a resource that was not made is taken back.
absl::Status WriteStage::Try(Run& run, Next next) {
  db::WriteIntent intent(std::nullopt);
  auto& call = run.call;
  const auto status = WithIntent(call, intent, next);
  if (!status.ok()) return status;
  intent.Discard();
  if (intent.lost()) return core::Internal("a write was rolled back while it was tried");
  const bool makes = !call.found_ && (call.created_ || Makes(run.rule.full_name));
  ClearUnstored(run.messages.response, makes);
  if (makes) {
    // Of a person who is not there nothing is disclosed.
    call.disclosed_.clear();
    call.answer_is_empty_ = true;
  }
  run.context.AddInitialMetadata("validate-only", "true");
  return status;
}

absl::Status WriteStage::WriteOnce(const Repeats& repeats, Run& run, const std::string& key,
                                   Next next) {
  auto& call = run.call;
  const auto context = call.tenant_context();
  const auto asked = HashOfCall(AsSeen(run.rule.full_name, call.principal_->workflows),
                                MetadataValue(run.context, "if-match"), run.messages.request);
  KeysUnderWay::Hold hold;  // until the write is committed or rolled back
  db::WriteIntent intent(db::WriteIntent::Key{call.principal_->id, key});
  const auto replay = [&](const db::TenantContext& scope) -> absl::StatusOr<bool> {
    const auto kept = repeats.Find(scope, *intent.key(), asked, call.deadline_);
    if (!kept.ok()) return kept.status();
    if (!kept->has_value()) return false;
    if (auto status = Replay(run, **kept); !status.ok()) return status;
    return true;
  };

  const auto latest = db::WriteIntent::LatestWait(call.deadline_);
  KeysUnderWay::Entry entry{};
  do {
    const auto answered = replay(context);
    if (!answered.ok() || *answered) return answered.status();
    entry = repeats.under_way().Enter(*intent.key(), latest, hold);
  } while (entry == KeysUnderWay::Entry::kEnded);
  if (entry == KeysUnderWay::Entry::kTimedOut) return core::refusal::IdempotencyInProgress();
  auto status = WithIntent(call, intent, next);
  if (status.ok()) {
    status = repeats.Keep(context, intent, AnswerOf(run, asked), call.deadline_);
  }
  if (intent.claim() == db::WriteIntent::Claim::kRunning)
    return core::refusal::IdempotencyInProgress();
  if (intent.claim() == db::WriteIntent::Claim::kTaken) {
    const auto repeated = replay(call.context_for(*intent.scope()));
    // Gone again: it expired meanwhile.
    if (repeated.ok() && !*repeated) return core::refusal::IdempotencyInProgress();
    return repeated.status();
  }
  return status;
}

absl::Status WriteStage::WithIntent(Call& call, db::WriteIntent& intent, Next next) {
  call.intent_ = &intent;
  const absl::Cleanup forget = [&call] { call.intent_ = nullptr; };
  return next();
}

KeptAnswer WriteStage::AnswerOf(const Run& run, const std::string& asked) {
  const std::unique_ptr<google::protobuf::Message> message(run.messages.response.New());
  message->CopyFrom(run.messages.response);
  KeptAnswer answer{.call = asked,
                    .omitted = ClearSecrets(*message),
                    .created = run.call.created_,
                    .disclosed_type = run.call.disclosed_type_,
                    .disclosed = run.call.disclosed_};
  answer.message = message->SerializeAsString();
  return answer;
}

// Answers as the first call was answered.
absl::Status WriteStage::Replay(Run& run, const KeptAnswer& kept) {
  auto& call = run.call;
  if (!run.messages.response.ParseFromString(kept.message)) {
    return core::Internal("a kept answer has another form");
  }
  call.created_ = kept.created;
  call.disclosed_type_ = kept.disclosed_type;
  call.disclosed_ = kept.disclosed;
  call.answer_is_empty_ = kept.message.empty();
  run.context.AddInitialMetadata("idempotency-replayed", "true");
  if (!kept.omitted.empty()) {
    run.context.AddInitialMetadata("idempotency-omitted", absl::StrJoin(kept.omitted, ", "));
  }
  return absl::OkStatus();
}

}  // namespace enlace::rpc
