#include "libs/rpc/page.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <sodium.h>

#include <algorithm>
#include <memory>

#include "absl/strings/escaping.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"

namespace enlace::rpc {
namespace {

// Tells this form of token from earlier and later ones.
constexpr char kVersion = '2';
constexpr std::size_t kSignatureBytes = 16;
constexpr std::size_t kLongestToken = 512;
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

std::string Sign(const core::DataKeys::Key& key, const std::string& list, std::string_view after) {
  crypto_generichash_state state;
  std::string signature(kSignatureBytes, '\0');
  const auto add = [&state](std::string_view part) {
    const auto size = static_cast<std::uint64_t>(part.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  };
  crypto_generichash_init(&state, key.data(), key.size(), kSignatureBytes);
  add(list);
  add(after);
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(signature.data()),
                           signature.size());
  return signature;
}

}  // namespace

PageTokens::PageTokens(const core::DataKeys& keys)
    : keys_(keys.For(core::KeyPurpose::kPageTokens)) {}

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
  std::string decoded;
  if (token.size() > kLongestToken || !absl::WebSafeBase64Unescape(token, &decoded) ||
      decoded.size() <= 1 + kSignatureBytes || decoded[0] != kVersion) {
    violations.push_back(core::violation::PageTokenInvalid("pageToken"));
    return page;
  }
  const auto signature = std::string_view(decoded).substr(1, kSignatureBytes);
  const auto after = std::string_view(decoded).substr(1 + kSignatureBytes);
  const auto list = ListOf(tenant_id, request);
  const bool ours = std::any_of(keys_.begin(), keys_.end(), [&](const auto& key) {
    return sodium_memcmp(Sign(key, list, after).data(), signature.data(), kSignatureBytes) == 0;
  });
  if (ours) {
    page.after = after;
  } else {
    violations.push_back(core::violation::PageTokenInvalid("pageToken"));
  }
  return page;
}

std::string PageTokens::Make(const core::Ulid& tenant_id, const google::protobuf::Message& request,
                             std::string_view key) const {
  std::string raw(1, kVersion);
  raw.append(Sign(keys_.front(), ListOf(tenant_id, request), key)).append(key);
  return absl::WebSafeBase64Escape(raw);
}

}  // namespace enlace::rpc
