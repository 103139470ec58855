#pragma once

#include <string>

#include "absl/status/status.h"
#include "libs/outbound/policy.h"

namespace enlace::outbound {

// Holds a libcurl easy handle to a policy. The host is checked by name, and the address that the
// connection is opened to by itself, whatever the name resolved to before: a name that leads
// elsewhere from one look to the next (DNS rebinding) gains nothing. Redirects are not followed; a
// caller that switches them on has every hop checked the same way. A connection that libcurl keeps
// and uses again was checked when it was opened.
// Not thread-safe, as the handle; must outlive the handle's transfers.
class Guard {
 public:
  explicit Guard(Policy policy);
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  // Sets the handle's URL, and its protocols to these ("https"; libcurl's names, comma-separated).
  // No proxy and no redirect, whatever the environment says. INVALID_ARGUMENT for what is no URL,
  // PERMISSION_DENIED for a host that is not allowed: then the handle must not be used.
  absl::Status Hold(void* handle, const std::string& url, const char* protocols);

  // Before each transfer.
  void Forget() { refusal_ = absl::OkStatus(); }
  // After a transfer that failed: why it was not let through; OK when that was not the reason.
  const absl::Status& refusal() const { return refusal_; }

 private:
  // The socket that libcurl asks for, or none.
  int Open(void* curl_sockaddr);

  const Policy policy_;
  void* handle_ = nullptr;
  absl::Status refusal_;
};

}  // namespace enlace::outbound
