#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::audit::verify {

// Reads members of a JSON object as protobuf writes them: what has no value is absent, numbers of
// 64 bits are texts. The first member that is something else is kept as the error. `object` and
// `error` must outlive it. Not thread-safe.
class Members {
 public:
  Members(const nlohmann::json& object, absl::Status& error) : object_(object), error_(error) {}

  bool Has(const char* name) const { return object_.contains(name); }
  // The object under `name`; empty where absent.
  const nlohmann::json& Object(const char* name) const;
  // Absent: empty.
  std::string Text(const char* name) const;
  // The bytes of base 64. Absent: empty.
  std::string Bytes(const char* name) const;
  bool Flag(const char* name) const;
  // Not negative.
  std::int64_t Number(const char* name, std::int64_t absent) const;
  // Absent: nil.
  core::Ulid Id(const char* name) const;
  std::vector<core::Ulid> Ids(const char* name) const;
  // RFC 3339.
  absl::Time Time(const char* name) const;
  // Adds the error that `name` is not what it should be.
  void Refuse(const char* name, const char* expected) const;

 private:
  const nlohmann::json* Find(const char* name) const;
  core::Ulid ReadId(const char* name, const nlohmann::json& value) const;

  const nlohmann::json& object_;
  absl::Status& error_;
};

}  // namespace enlace::audit::verify
