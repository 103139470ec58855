#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// What the directory of doctors is told of one. Personal data.
struct DoctorProfile {
  std::string first_name, last_name, doc_type_id, doc_number, specialty;
};

// The service that owns the doctors, asked in the name of one call. Lives as long as the call.
class DoctorDirectory {
 public:
  virtual ~DoctorDirectory() = default;

  // Makes the doctor, once however often it is asked for with one `key`; judges it only, where the
  // call stores nothing. What is wrong with the profile, and a plan that is full, as the directory
  // says it; UNAVAILABLE when it does not answer.
  virtual absl::StatusOr<core::Ulid> Create(const DoctorProfile& profile,
                                            const std::string& key) = 0;
};

}  // namespace enlace::auth
