#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/catalog/codes.h"
#include "libs/core/clock.h"
#include "libs/core/error.h"
#include "services/appointment/domain/directory_repository.h"
#include "services/appointment/domain/page_request.h"

namespace enlace::appointment {

// One page of a list; `next` is the key of the last item, where more follow.
struct PractitionerPage {
  std::vector<Practitioner> practitioners;
  std::optional<std::string> next;
};
struct LocationPage {
  std::vector<Location> locations;
  std::optional<std::string> next;
};

// The filter of ListPractitioners as it was sent; empty is absent.
struct PractitionerQuery {
  std::string doc_type_id;
  std::string doc_number;
  std::optional<bool> active;
  std::string specialty;
  std::string clinic_id;
  std::string npi;
};

// The same of ListLocations.
struct LocationQuery {
  std::optional<bool> active;
  std::string city;
};

// The use cases of doctors and sites. Thread-safe. An id that is absent, malformed or another
// tenant's gets one answer: NOT_FOUND. All functions also return what the repository does.
class Directory {
 public:
  // All must outlive the object.
  Directory(DirectoryRepository& repository, const catalog::Source& catalogs,
            const core::Clock& clock);

  // See practitioner_rules.h; ALREADY_EXISTS (DOCUMENT_EXISTS, NPI_EXISTS). `warnings`: replaced by
  // what is unusual although it was accepted; likewise below.
  absl::StatusOr<Practitioner> CreatePractitioner(const Caller& caller,
                                                  const PractitionerInput& input,
                                                  std::vector<core::Violation>& warnings);
  // Stores the doctor as it is, unless there is, or was, one of that id, and answers that id; or
  // that of the live one who has the document already.
  absl::StatusOr<core::Ulid> EnsurePractitioner(const Caller& caller,
                                                const Practitioner& practitioner);
  absl::StatusOr<Practitioner> GetPractitioner(const Caller& caller, std::string_view id);
  absl::StatusOr<PractitionerPage> ListPractitioners(const Caller& caller,
                                                     const PractitionerQuery& query,
                                                     PageRequest page);
  // Changes the fields that were sent. An update that changes nothing makes no new version.
  absl::StatusOr<Practitioner> UpdatePractitioner(const Caller& caller, std::string_view id,
                                                  const PractitionerInput& input,
                                                  std::vector<core::Violation>& warnings);
  // Softly. FAILED_PRECONDITION (HAS_APPOINTMENTS) while appointments are to come.
  absl::Status DeletePractitioner(const Caller& caller, std::string_view id);

  // See location_rules.h. A site is in the tenant's time zone and country unless it says otherwise.
  absl::StatusOr<Location> CreateLocation(const Caller& caller, const LocationInput& input,
                                          std::vector<core::Violation>& warnings);
  absl::StatusOr<Location> GetLocation(const Caller& caller, std::string_view id);
  absl::StatusOr<LocationPage> ListLocations(const Caller& caller, const LocationQuery& query,
                                             PageRequest page);
  absl::StatusOr<Location> UpdateLocation(const Caller& caller, std::string_view id,
                                          const LocationInput& input,
                                          std::vector<core::Violation>& warnings);
  // Softly. FAILED_PRECONDITION (HAS_APPOINTMENTS, MAIN_SITE) while appointments are to come, and
  // for the main site while others are active.
  absl::Status DeleteLocation(const Caller& caller, std::string_view id);

 private:
  catalog::Codes CodesOf(const Caller& caller) const;

  DirectoryRepository& repository_;
  const catalog::Source& catalogs_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment
