#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/patient/domain/caller.h"
#include "services/patient/domain/patient.h"
#include "services/patient/domain/patient_filter.h"

namespace enlace::patient {

// Where patients are kept. Each function is one transaction in the caller's tenant: rows of other
// tenants do not exist for it. Implementations are thread-safe. Besides what is named, all
// functions return UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED and INTERNAL, and those that
// change a patient FAILED_PRECONDITION (ETAG_MISMATCH) by the caller's if_match.
class PatientRepository {
 public:
  // What becomes of a row that is locked meanwhile; an error leaves it as it was, and is returned.
  using Change = std::function<absl::StatusOr<Patient>(const Patient& current)>;
  // Makes the patient that is missing.
  using Make = std::function<absl::StatusOr<Patient>()>;
  enum class Among { kLive, kAll };
  struct Upserted {
    Patient patient;
    // Otherwise it was there before.
    bool created = false;
  };

  virtual ~PatientRepository() = default;

  // The patient as it was stored, with the times of the database. ALREADY_EXISTS (DOCUMENT_EXISTS)
  // when a live patient has the document.
  virtual absl::StatusOr<Patient> Insert(const Caller& caller, const Patient& patient) = 0;

  // A live patient; nullopt where there is none.
  virtual absl::StatusOr<std::optional<Patient>> Find(const Caller& caller,
                                                      const core::Ulid& id) = 0;
  virtual absl::StatusOr<std::optional<Patient>> FindByDocument(
      const Caller& caller, const clinical::IdentityDocument& document) = 0;

  // The live ones among `ids`, in no order.
  virtual absl::StatusOr<std::vector<Patient>> FindAll(const Caller& caller,
                                                       const std::vector<core::Ulid>& ids) = 0;

  // Live patients in the order of their ids, which is that of registration, or backwards, after
  // `after`, at most `limit`.
  virtual absl::StatusOr<std::vector<Patient>> List(const Caller& caller,
                                                    const PatientFilter& filter,
                                                    const std::optional<core::Ulid>& after,
                                                    int limit) = 0;

  // Locks the row and stores what `change` answers, deletion included; nothing is written when that
  // is the same. NOT_FOUND; ALREADY_EXISTS as above.
  virtual absl::StatusOr<Patient> Update(const Caller& caller, const core::Ulid& id, Among among,
                                         const Change& change) = 0;

  // Changes the live patient that has the document, or stores a made one. Of callers that race for
  // one document one creates and the others change.
  virtual absl::StatusOr<Upserted> Upsert(const Caller& caller,
                                          const clinical::IdentityDocument& document,
                                          const Make& make, const Change& change) = 0;
};

}  // namespace enlace::patient
