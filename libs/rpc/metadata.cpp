#include "libs/rpc/metadata.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace enlace::rpc {
namespace {

// Metadata may hold any bytes; a database text may not.
std::string Printable(std::string_view text, std::size_t most) {
  std::string out;
  for (const char c : text.substr(0, most)) {
    out.push_back(absl::ascii_isprint(static_cast<unsigned char>(c)) ? c : '?');
  }
  return out;
}

}  // namespace

std::string_view MetadataValue(const grpc::ServerContextBase& context, const char* key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(key);
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

std::string CallerAddress(const grpc::ServerContextBase& context) {
  const auto forwarded = MetadataValue(context, "x-forwarded-for");
  if (!forwarded.empty()) return Printable(forwarded, 64);
  const std::string peer = context.peer();
  std::string_view address = peer;
  if (address.starts_with("unix:")) return "unix";
  // "ipv4:127.0.0.1:50052" or "ipv6:[::1]:50052".
  address.remove_prefix(std::min(address.size(), address.find(':') + 1));
  return Printable(address.substr(0, address.rfind(':')), 64);
}

std::string CallerUserAgent(const grpc::ServerContextBase& context) {
  const auto client = MetadataValue(context, "x-client-user-agent");
  return Printable(client.empty() ? MetadataValue(context, "user-agent") : client, 256);
}

core::Language LanguageOf(const grpc::ServerContextBase& context) {
  return core::ParseLanguage(MetadataValue(context, "accept-language"));
}

}  // namespace enlace::rpc
