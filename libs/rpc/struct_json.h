#pragma once

#include <google/protobuf/struct.pb.h>

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::rpc {

// Limits of free-form JSON objects: depth 32, 1,000 keys over all levels, numbers within ±1e30,
// integers within ±2^53 (beyond they would be rounded), text without NUL.

// Reads a Struct. What breaks a limit is added to `violations` under `field` ("customFields.a.b")
// and left out of the result. Numbers without a fraction become integers.
nlohmann::json FromStruct(const google::protobuf::Struct& message, std::string_view field,
                          std::vector<core::Violation>& violations);

// Fills a Struct from a JSON object; anything else than an object clears it.
void ToStruct(const nlohmann::json& object, google::protobuf::Struct* message);

}  // namespace enlace::rpc
