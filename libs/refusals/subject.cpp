#include "libs/refusals/subject.h"

#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace enlace::refusals {
namespace {

constexpr char kPayload[] = "enlace/subject";

}  // namespace

absl::Status Concerning(absl::Status error, const Subject& subject) {
  error.SetPayload(kPayload,
                   absl::Cord(absl::StrCat(subject.resource_type, " ", subject.id.ToString(), " ",
                                           subject.tenant_id.ToString())));
  return error;
}

std::optional<Subject> SubjectOf(const absl::Status& error) {
  const auto payload = error.GetPayload(kPayload);
  if (!payload) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(std::string(*payload), ' ');
  return Subject{parts[0], *core::Ulid::Parse(parts[1]), *core::Ulid::Parse(parts[2])};
}

}  // namespace enlace::refusals
