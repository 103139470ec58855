#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/clinical/identity_document.h"
#include "services/appointment/domain/caller.h"
#include "services/appointment/domain/location.h"
#include "services/appointment/domain/practitioner.h"

namespace enlace::appointment {

// Which doctors a list holds.
struct PractitionerFilter {
  std::optional<clinical::IdentityDocument> document;
  std::optional<bool> active;
};

// Where doctors and sites are kept. Each function is one transaction in the caller's tenant: rows
// of other tenants do not exist for it. Implementations are thread-safe. Besides what is named, all
// functions return UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED and INTERNAL. Lists
// hold live rows in the order of their ids, which is that of their creation, after `after`, at most
// `limit`.
class DirectoryRepository {
 public:
  virtual ~DirectoryRepository() = default;

  // ALREADY_EXISTS (DOCUMENT_EXISTS) when a live doctor has the document; FAILED_PRECONDITION when
  // the site is missing.
  virtual absl::StatusOr<Practitioner> InsertPractitioner(const Caller& caller,
                                                          const Practitioner& practitioner) = 0;

  // A live doctor; nullopt where there is none.
  virtual absl::StatusOr<std::optional<Practitioner>> FindPractitioner(const Caller& caller,
                                                                       const core::Ulid& id) = 0;

  virtual absl::StatusOr<std::vector<Practitioner>> ListPractitioners(
      const Caller& caller, const PractitionerFilter& filter,
      const std::optional<core::Ulid>& after, int limit) = 0;

  // The first site of a tenant becomes its main one; a later main site takes the place of the one
  // before.
  virtual absl::StatusOr<Location> InsertLocation(const Caller& caller,
                                                  const Location& location) = 0;

  // A live site; nullopt where there is none.
  virtual absl::StatusOr<std::optional<Location>> FindLocation(const Caller& caller,
                                                               const core::Ulid& id) = 0;

  virtual absl::StatusOr<std::vector<Location>> ListLocations(
      const Caller& caller, const std::optional<bool>& active,
      const std::optional<core::Ulid>& after, int limit) = 0;
};

}  // namespace enlace::appointment
