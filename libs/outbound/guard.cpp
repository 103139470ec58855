#include "libs/outbound/guard.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <utility>

namespace enlace::outbound {

Guard::Guard(Policy policy) : policy_(std::move(policy)) {}

absl::Status Guard::Hold(void* handle, const std::string& url, const char* protocols) {
  const auto to = EndpointOf(url);
  if (!to.ok()) return to.status();
  if (auto allowed = policy_.CheckHost(*to); !allowed.ok()) return allowed;

  handle_ = handle;
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, protocols);
  curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, protocols);
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  // A proxy would open the connections in our place.
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  const auto open = +[](void* guard, curlsocktype, curl_sockaddr* address) -> curl_socket_t {
    return static_cast<Guard*>(guard)->Open(address);
  };
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
  return absl::OkStatus();
}

int Guard::Open(void* curl_sockaddr) {
  const auto& address = *static_cast<struct curl_sockaddr*>(curl_sockaddr);
  // Where this hop leads: a redirect that is followed has changed it.
  char* url = nullptr;
  curl_easy_getinfo(handle_, CURLINFO_EFFECTIVE_URL, &url);
  const auto to = EndpointOf(url != nullptr ? url : "");
  auto status = to.status();
  if (status.ok()) status = policy_.CheckHost(*to);
  if (status.ok()) status = policy_.CheckAddress(*to, address.addr);
  if (!status.ok()) {
    refusal_ = std::move(status);
    return CURL_SOCKET_BAD;
  }
  return socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
}

}  // namespace enlace::outbound
