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

// Which page of a list is asked for, and what was wrong with that.
struct PageRequest {
  int size = 50;
  // Key of the page before; empty: the first page.
  std::string after;
  std::vector<core::Violation> violations;
};

// The filter of ListPractitioners as it was sent; empty is absent.
struct PractitionerQuery {
  std::string doc_type_id;
  std::string doc_number;
  std::optional<bool> active;
};

// The use cases of doctors and sites. Thread-safe. An id that is absent, malformed or another
// tenant's gets one answer: NOT_FOUND. All functions also return what the repository does.
class Directory {
 public:
  // All must outlive the object.
  Directory(DirectoryRepository& repository, const catalog::Source& catalogs,
            const core::Clock& clock);

  // INVALID_ARGUMENT with all violations (REQUIRED, TEXT_…, DOCUMENT_…, CLINIC_NOT_FOUND);
  // ALREADY_EXISTS (DOCUMENT_EXISTS). `warnings`: replaced by what is unusual although it was
  // accepted.
  absl::StatusOr<Practitioner> CreatePractitioner(const Caller& caller,
                                                  const PractitionerDraft& draft,
                                                  std::vector<core::Violation>& warnings);
  absl::StatusOr<Practitioner> GetPractitioner(const Caller& caller, std::string_view id);
  absl::StatusOr<PractitionerPage> ListPractitioners(const Caller& caller,
                                                     const PractitionerQuery& query,
                                                     PageRequest page);

  // INVALID_ARGUMENT with all violations (REQUIRED, TEXT_…, TIME_ZONE).
  absl::StatusOr<Location> CreateLocation(const Caller& caller, const LocationDraft& draft);
  absl::StatusOr<Location> GetLocation(const Caller& caller, std::string_view id);
  absl::StatusOr<LocationPage> ListLocations(const Caller& caller,
                                             const std::optional<bool>& active, PageRequest page);

 private:
  absl::StatusOr<std::optional<core::Ulid>> ReadSite(const Caller& caller,
                                                     const std::string& clinic_id,
                                                     std::vector<core::Violation>& violations);

  catalog::Codes CodesOf(const Caller& caller) const;

  DirectoryRepository& repository_;
  const catalog::Source& catalogs_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment
