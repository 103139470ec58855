#pragma once

#include <functional>
#include <optional>
#include <string>
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
  // The whole text; neither case nor accents matter.
  std::optional<std::string> specialty;
  // Main site.
  std::optional<core::Ulid> location_id;
  std::optional<std::string> npi;
};

// Which sites a list holds.
struct LocationFilter {
  std::optional<bool> active;
  // The whole text; neither case nor accents matter.
  std::optional<std::string> city;
};

// Where doctors and sites are kept. Each function is one transaction in the caller's tenant: rows
// of other tenants do not exist for it. Implementations are thread-safe. Besides what is named, all
// functions return UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED and INTERNAL. Lists
// hold live rows in the order of their ids, which is that of their creation, after `after`, at most
// `limit`.
class DirectoryRepository {
 public:
  virtual ~DirectoryRepository() = default;

  // Works out what becomes of a locked doctor; `site_found`: whether the site that the change names
  // is a live one, which it stays until the change is stored. Called once for each attempt.
  using PractitionerChange =
      std::function<absl::StatusOr<Practitioner>(const Practitioner& current, bool site_found)>;
  // The same of a site; `others_active`: whether the tenant has another one that is active.
  using LocationChange =
      std::function<absl::StatusOr<Location>(const Location& current, bool others_active)>;

  // ALREADY_EXISTS (DOCUMENT_EXISTS, NPI_EXISTS) when a live doctor has the document or the NPI;
  // FAILED_PRECONDITION when there is no such live site.
  virtual absl::StatusOr<Practitioner> InsertPractitioner(const Caller& caller,
                                                          const Practitioner& practitioner) = 0;

  // As InsertPractitioner, but nothing when there is, or was, a doctor of that id.
  virtual absl::Status EnsurePractitioner(const Caller& caller,
                                          const Practitioner& practitioner) = 0;

  // A live doctor; nullopt where there is none.
  virtual absl::StatusOr<std::optional<Practitioner>> FindPractitioner(const Caller& caller,
                                                                       const core::Ulid& id) = 0;

  virtual absl::StatusOr<std::vector<Practitioner>> ListPractitioners(
      const Caller& caller, const PractitionerFilter& filter,
      const std::optional<core::Ulid>& after, int limit) = 0;

  // Stores what `change` makes of a live doctor, unless that is the same: then there is no new
  // version. `site`: the one that the change names. NOT_FOUND; FAILED_PRECONDITION (ETAG_MISMATCH);
  // what `change` answers; ALREADY_EXISTS as above.
  virtual absl::StatusOr<Practitioner> UpdatePractitioner(const Caller& caller,
                                                          const core::Ulid& id,
                                                          const std::optional<core::Ulid>& site,
                                                          const PractitionerChange& change) = 0;

  // Deletes a live doctor softly. NOT_FOUND; FAILED_PRECONDITION (ETAG_MISMATCH, HAS_APPOINTMENTS):
  // there is an appointment, whoever owns it, that has not ended and is neither cancelled nor
  // missed. A booking that is under way is waited for; one that comes later finds no doctor.
  virtual absl::Status DeletePractitioner(const Caller& caller, const core::Ulid& id) = 0;

  // The first site of a tenant becomes its main one; a later main site takes the place of the one
  // before.
  virtual absl::StatusOr<Location> InsertLocation(const Caller& caller,
                                                  const Location& location) = 0;

  // A live site; nullopt where there is none.
  virtual absl::StatusOr<std::optional<Location>> FindLocation(const Caller& caller,
                                                               const core::Ulid& id) = 0;

  virtual absl::StatusOr<std::vector<Location>> ListLocations(
      const Caller& caller, const LocationFilter& filter, const std::optional<core::Ulid>& after,
      int limit) = 0;

  // As UpdatePractitioner. A site that becomes the main one takes the place of the one before.
  virtual absl::StatusOr<Location> UpdateLocation(const Caller& caller, const core::Ulid& id,
                                                  const LocationChange& change) = 0;

  // As DeletePractitioner; also FAILED_PRECONDITION (MAIN_SITE) for the main site while another one
  // is active. Doctors whose main site it was have none then.
  virtual absl::Status DeleteLocation(const Caller& caller, const core::Ulid& id) = 0;
};

}  // namespace enlace::appointment
