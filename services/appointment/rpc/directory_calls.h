#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <utility>

#include "libs/clinical/text.h"
#include "libs/rpc/call.h"
#include "libs/rpc/page.h"
#include "services/appointment/domain/page_request.h"

// What the RPCs of the directory have in common.
namespace enlace::appointment::rpc {

inline PageRequest PageOf(const enlace::rpc::Call& call, const enlace::rpc::PageTokens& page_tokens,
                          const google::protobuf::Message& request) {
  PageRequest page;
  auto asked = page_tokens.Read(call.principal().tenant_id, request, page.violations);
  page.size = asked.size;
  page.after = std::move(asked.after);
  return page;
}

template <typename Request>
std::optional<bool> ActiveOf(const Request& request) {
  return request.has_active() ? std::optional(request.active()) : std::nullopt;
}

// The text of a creation, where blank is absent.
inline std::optional<std::string> UnlessBlank(const std::string& text) {
  return clinical::Trim(text).empty() ? std::nullopt : std::optional(text);
}

template <typename Value>
std::optional<Value> If(bool sent, const Value& value) {
  return sent ? std::optional(value) : std::nullopt;
}

}  // namespace enlace::appointment::rpc
