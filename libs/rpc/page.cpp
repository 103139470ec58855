#include "libs/rpc/page.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <memory>
#include <utility>

#include "libs/core/reasons.h"

namespace enlace::rpc {
namespace {

constexpr int kLargestPage = 200;

const google::protobuf::FieldDescriptor& Field(const google::protobuf::Message& request,
                                               const char* name) {
  return *request.GetDescriptor()->FindFieldByName(name);
}

// What a token is bound to, in one spelling: maps have no order of their own.
std::string ListOf(const core::Ulid& tenant_id, const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> list(request.New());
  list->CopyFrom(request);
  list->GetReflection()->ClearField(list.get(), &Field(request, "page_size"));
  list->GetReflection()->ClearField(list.get(), &Field(request, "page_token"));
  // Both are free of NUL, so that no two lists have one text.
  std::string text = tenant_id.ToString() + '\0' + request.GetDescriptor()->full_name() + '\0';
  {
    google::protobuf::io::StringOutputStream stream(&text);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    list->SerializeToCodedStream(&out);
  }
  return text;
}

}  // namespace

Page PageTokens::Read(const core::Ulid& tenant_id, const google::protobuf::Message& request,
                      std::vector<core::Violation>& violations) const {
  Page page;
  const auto* reflection = request.GetReflection();
  if (const auto& size = Field(request, "page_size"); reflection->HasField(request, &size)) {
    page.size = reflection->GetInt32(request, &size);
    if (page.size < 1 || page.size > kLargestPage) {
      violations.push_back(core::violation::Range("pageSize", 1, kLargestPage));
    }
  }
  const std::string token = reflection->GetString(request, &Field(request, "page_token"));
  if (token.empty()) return page;
  if (auto after = signer_.Open(token, ListOf(tenant_id, request))) {
    page.after = *std::move(after);
  } else {
    violations.push_back(core::violation::PageTokenInvalid("pageToken"));
  }
  return page;
}

std::string PageTokens::Make(const core::Ulid& tenant_id, const google::protobuf::Message& request,
                             std::string_view key) const {
  return signer_.Sign(key, ListOf(tenant_id, request));
}

}  // namespace enlace::rpc
