#pragma once

#include <grpcpp/grpcpp.h>

#include <string>
#include <string_view>

#include "libs/core/language.h"

namespace enlace::rpc {

// The first value of a metadata key, empty when absent. Valid while the context lives.
std::string_view MetadataValue(const grpc::ServerContextBase& context, const char* key);

// The metadata of a call that Enlace makes to answer another one, so that a tenant's call is
// counted once. Known by its presence.
inline constexpr const char* kInnerCall = "x-inner-call";

// Where the call came from, for the audit record: what the gateway wrote into x-forwarded-for,
// otherwise the peer ("unix" for a Unix socket). Printable ASCII, at most 64 characters.
std::string CallerAddress(const grpc::ServerContextBase& context);

// The caller's user agent (x-client-user-agent from the gateway, otherwise the gRPC client's own).
// Printable ASCII, at most 256 characters.
std::string CallerUserAgent(const grpc::ServerContextBase& context);

// The language that the caller asks for by accept-language.
core::Language LanguageOf(const grpc::ServerContextBase& context);

}  // namespace enlace::rpc
