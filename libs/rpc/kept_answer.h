#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/ulid.h"

namespace enlace::rpc {

// What is kept of a call under an idempotency key.
struct KeptAnswer {
  // HashOfCall of what was asked.
  std::string call;
  // The answer's message, serialized, without its secrets.
  std::string message;
  // JSON names of the secrets that were left out.
  std::vector<std::string> omitted;
  bool created = false;
  // The personal data that the answer discloses; empty where there is none.
  std::string disclosed_type;
  std::vector<core::Ulid> disclosed;

  std::string Encode() const;
  // Nullopt for what Encode did not make.
  static std::optional<KeptAnswer> Decode(std::string_view text);
};

// 32 bytes that are the same for calls that ask the same of the same RPC. The idempotency key of
// the request does not count; neither does the spelling of its JSON. `if_match`: as it was sent.
std::string HashOfCall(std::string_view method, std::string_view if_match,
                       const google::protobuf::Message& request);

// Clears the fields that are declared secret, of messages in it too; their JSON names.
std::vector<std::string> ClearSecrets(google::protobuf::Message& message);

}  // namespace enlace::rpc
