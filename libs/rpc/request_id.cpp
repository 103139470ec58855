#include "libs/rpc/request_id.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/ulid.h"
#include "libs/tracing/span.h"

namespace enlace::rpc {
namespace {

bool IsRequestIdChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-';
}

bool IsLowerHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

std::string RandomHex(std::size_t bytes) {
  std::string raw(bytes, '\0');
  randombytes_buf(raw.data(), raw.size());
  return absl::BytesToHexString(raw);
}

}  // namespace

std::string RequestIdOrNew(std::string_view sent, absl::Time now) {
  if (sent.size() >= 8 && sent.size() <= 64 &&
      std::all_of(sent.begin(), sent.end(), IsRequestIdChar)) {
    return std::string(sent);
  }
  return core::Ulid::Generate(now).ToString();
}

std::string TraceIdOrNew(std::string_view traceparent) {
  // 00-<32 hex>-<16 hex>-<2 hex>; an all-zero trace id is invalid.
  if (traceparent.size() == 55 && traceparent.substr(0, 3) == "00-" && traceparent[35] == '-') {
    const auto trace_id = traceparent.substr(3, 32);
    if (std::all_of(trace_id.begin(), trace_id.end(), IsLowerHex) &&
        trace_id.find_first_not_of('0') != std::string_view::npos) {
      return std::string(trace_id);
    }
  }
  return RandomHex(16);
}

std::string MakeTraceparent(std::string_view trace_id) {
  return absl::StrCat("00-", core::Absl(trace_id), "-", RandomHex(8), "-01");
}

std::string TraceparentOrNew(std::string_view sent) {
  return tracing::IsTraceparent(sent) ? std::string(sent) : MakeTraceparent(TraceIdOrNew(sent));
}

}  // namespace enlace::rpc
