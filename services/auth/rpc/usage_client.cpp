#include "services/auth/rpc/usage_client.h"

#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/rpc/await.h"

namespace enlace::auth::rpc {

namespace proto = enlace::usage::v1;

absl::StatusOr<std::vector<ServiceDay>> UsageClient::Count(const UsageQuestion& question) {
  proto::GetServiceUsageRequest request;
  request.set_from(absl::FormatCivilTime(question.from));
  request.set_to(absl::FormatCivilTime(question.to));
  grpc::ClientContext context;
  auto span = call_.PassOn(context, "enlace.usage.v1.UsageService/GetServiceUsage");
  proto::GetServiceUsageResponse answer;
  const auto status = enlace::rpc::Await(&answer, [&](auto* queue) {
    return stub_.PrepareAsyncGetServiceUsage(&context, request, queue);
  });
  span.SetCode(status.error_code());
  const auto days = question.to - question.from + 1;
  if (!status.ok() || answer.days_size() != days) {
    return core::WithInternal(core::refusal::Unavailable(),
                              absl::StrCat("GetServiceUsage: code ", status.error_code(), ": ",
                                           status.error_message(), ", days: ", answer.days_size()));
  }
  std::vector<ServiceDay> counted;
  counted.reserve(static_cast<std::size_t>(days));
  for (const auto& day : answer.days()) counted.push_back({day.requests(), day.created()});
  return counted;
}

}  // namespace enlace::auth::rpc
