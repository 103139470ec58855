#include "libs/outbound/policy.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/core/absl_view.h"
#include "libs/outbound/special_use.h"

namespace enlace::outbound {
namespace {

constexpr int kLastPort = 65'535;

using Url = std::unique_ptr<CURLU, void (*)(CURLU*)>;

std::string Part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> owned(text, &curl_free);
  return text;
}

// One spelling of each host: of names case and a last dot say nothing.
std::string Spelled(std::string host) {
  absl::AsciiStrToLower(&host);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.ends_with('.')) host.pop_back();
  return host;
}

bool Covers(const Endpoint& allowed, const Endpoint& to) {
  if (allowed.port != 0 && allowed.port != to.port) return false;
  if (!allowed.host.starts_with("*.")) return allowed.host == to.host;
  const auto suffix = std::string_view(allowed.host).substr(1);
  return to.host.size() > suffix.size() && to.host.ends_with(suffix);
}

std::vector<Endpoint> AllSpelled(std::vector<Endpoint> endpoints) {
  for (auto& endpoint : endpoints) endpoint.host = Spelled(std::move(endpoint.host));
  return endpoints;
}

bool AnyCovers(const std::vector<Endpoint>& allowed, const Endpoint& to) {
  return std::ranges::any_of(allowed, [&](const Endpoint& one) { return Covers(one, to); });
}

std::string Text(const Endpoint& endpoint) {
  const bool ipv6 = endpoint.host.find(':') != std::string::npos;
  return absl::StrCat(ipv6 ? "[" : "", endpoint.host, ipv6 ? "]:" : ":", endpoint.port);
}

}  // namespace

absl::StatusOr<Endpoint> EndpointOf(std::string_view url) {
  const Url parts(curl_url(), &curl_url_cleanup);
  Endpoint endpoint;
  if (curl_url_set(parts.get(), CURLUPART_URL, std::string(url).c_str(), 0) != CURLUE_OK ||
      !absl::SimpleAtoi(Part(parts.get(), CURLUPART_PORT), &endpoint.port)) {
    return absl::InvalidArgumentError("this is no URL of a host");
  }
  endpoint.host = Spelled(Part(parts.get(), CURLUPART_HOST));
  if (endpoint.host.empty()) return absl::InvalidArgumentError("this is no URL of a host");
  return endpoint;
}

absl::StatusOr<std::vector<Endpoint>> ParseEndpoints(std::string_view list) {
  std::vector<Endpoint> endpoints;
  for (const auto part : absl::StrSplit(core::Absl(list), ',', absl::SkipWhitespace())) {
    const auto entry = absl::StripAsciiWhitespace(part);
    const auto colon = entry.rfind(':');
    Endpoint endpoint;
    const bool split =
        colon != entry.npos && absl::SimpleAtoi(entry.substr(colon + 1), &endpoint.port);
    if (split) endpoint.host = Spelled(std::string(entry.substr(0, colon)));
    // A second colon is an IPv6 address without its brackets: where its port begins is a guess.
    const bool bare_ipv6 = !entry.empty() && entry[0] != '[' && entry.find(':') != colon;
    if (endpoint.host.empty() || bare_ipv6 || endpoint.port < 1 || endpoint.port > kLastPort ||
        endpoint.host.find('*') != std::string::npos ||
        endpoint.host.find('/') != std::string::npos) {
      return absl::InvalidArgumentError(absl::StrCat("\"", entry, "\" is not host:port"));
    }
    endpoints.push_back(std::move(endpoint));
  }
  return endpoints;
}

Policy::Policy(std::vector<Endpoint> allowed, std::vector<Endpoint> private_endpoints)
    : allowed_(AllSpelled(std::move(allowed))),
      private_(AllSpelled(std::move(private_endpoints))) {}

absl::Status Policy::CheckHost(const Endpoint& to) const {
  if (AnyCovers(allowed_, to)) return absl::OkStatus();
  return absl::PermissionDeniedError(
      absl::StrCat(Text(to), " is not called: it is none of the hosts that are allowed"));
}

absl::Status Policy::CheckAddress(const Endpoint& to, const sockaddr& address) const {
  const auto use = SpecialUse(address);
  if (!use || AnyCovers(private_, to)) return absl::OkStatus();
  return absl::PermissionDeniedError(absl::StrCat(
      Text(to), " is not called: its address ", AddressText(address), " is not public (",
      core::Absl(*use), "); if it is meant, add this host:port to ENLACE_OUTBOUND_PRIVATE"));
}

}  // namespace enlace::outbound
