#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "libs/core/data_keys.h"
#include "libs/core/signer.h"
#include "services/appointment/domain/appointment_repository.h"

namespace enlace::appointment {

// Which appointment a reply link is for.
struct ReplySubject {
  core::Ulid tenant_id;
  core::Ulid appointment_id;
  friend bool operator==(const ReplySubject&, const ReplySubject&) = default;
};

// The tokens of reply links: both ids, signed, 64 characters. They hold no time: a link is good
// until its appointment begins, whenever that is now. Thread-safe.
class ReplyTokens {
 public:
  explicit ReplyTokens(const core::DataKeys& keys) : signer_(keys, core::KeyPurpose::kReplyLinks) {}

  std::string Make(const ReplySubject& subject) const;
  // Nullopt for what this did not make.
  std::optional<ReplySubject> Read(std::string_view token) const;

 private:
  core::Signer signer_;
};

// What a link shows of its appointment.
struct ReplyView {
  State state = State::kRequested;
  absl::Time start;
  // IANA name, of the site.
  std::string time_zone;
  std::string doctor_name;
  std::string site_name;
  // Address and city, as far as they are known.
  std::optional<std::string> site_address;
};

// Thread-safe; one transaction in the caller's tenant.
class ReplyRepository {
 public:
  virtual ~ReplyRepository() = default;
  // Of a live appointment; nullopt where there is none.
  virtual absl::StatusOr<std::optional<ReplyView>> Find(const Caller& caller,
                                                        const core::Ulid& appointment_id) = 0;
};

// Patients' answers by link. Thread-safe. All functions also return what the repositories do.
class Replies {
 public:
  // All must outlive the object.
  Replies(ReplyRepository& views, AppointmentRepository& appointments, const core::Clock& clock)
      : views_(views), appointments_(appointments), clock_(clock) {}

  // Whether the state and the time leave anything to answer.
  bool CanConfirm(State state, absl::Time start) const;
  bool CanCancel(State state, absl::Time start) const;
  bool HasBegun(absl::Time start) const { return start <= clock_.Now(); }

  // UNAUTHENTICATED (CREDENTIAL_INVALID) for an appointment that is not there any more.
  absl::StatusOr<ReplyView> Show(const Caller& caller, const core::Ulid& appointment_id);

  // Confirms or cancels where that is possible, and shows what is so then. `to`: kConfirmed or
  // kCancelled. What is in that state already stays as it is.
  absl::StatusOr<ReplyView> Answer(const Caller& caller, const core::Ulid& appointment_id,
                                   State to);

 private:
  ReplyRepository& views_;
  AppointmentRepository& appointments_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment
