#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "libs/refusals/subject.h"

namespace enlace::refusals {

// What a refused call failed at.
inline constexpr char kAuthenticate[] = "AUTHENTICATE";
inline constexpr char kAuthorize[] = "AUTHORIZE";

// Refused calls that differ in nothing but their time, request and program.
struct Refusal {
  core::Ulid event_id;
  absl::Time occurred_at;
  // Who called, from where; the tenant is nil where it is not known. The actor's type is ANONYMOUS
  // for who has shown no credential that holds.
  db::TenantContext context;
  // Whose credential was tried; the resource type is empty where that is not known.
  Subject subject;
  // kAuthenticate or kAuthorize.
  std::string action;
  // Full name of the RPC.
  std::string endpoint;
  // As the caller was told.
  std::string reason;
  // How many calls it stands for: the last of them is the one that it shows.
  std::int64_t calls = 1;
};

// Where refusals go. Thread-safe; blocks until `deadline` at most.
class RefusalStore {
 public:
  virtual ~RefusalStore() = default;
  // Keeps all or none. One whose event id is kept already stays as it is.
  virtual absl::Status Store(const std::vector<Refusal>& refusals, absl::Time deadline) = 0;
};

}  // namespace enlace::refusals
