#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"
#include "libs/core/language.h"
#include "services/auth/domain/doctor_order.h"
#include "services/auth/domain/mail_link.h"
#include "services/auth/domain/session.h"
#include "services/auth/domain/tenant.h"
#include "services/auth/domain/user.h"

namespace enlace::auth {

// What a clinic sends to register itself.
struct RegistrationRequest {
  std::string clinic_name;
  std::string clinic_phone;
  std::string clinic_address;
  std::string owner_first_name;
  std::string owner_last_name;
  std::string owner_email;
  std::string owner_phone;
  std::string password;
  std::string role;
  // Of an owner who is a doctor.
  std::string license_number, specialization, owner_doc_type_id, owner_doc_number;
  // Of the mail to the owner.
  core::Language language = core::Language::kSpanish;
};

inline constexpr std::size_t kMostNameCharacters = 100;

// A checked registration.
struct Registration {
  NewTenant tenant;
  // Its id is the one that a new user gets.
  User owner;
  // Of a new user; empty: the user `owner.id` exists and has proved itself.
  std::string password_hash;
  // Of a user who exists.
  std::string owner_hash;
  // To a new user.
  std::optional<NewMail> verification;
  // Absent: the user has to show its second factor first.
  std::optional<NewSession> session;
  // The owner as a doctor of the clinic, without tenant and names, which are those of the clinic
  // and of the owner. Absent: it is none.
  std::optional<DoctorOrder> doctor;
};

// Puts the texts into their stored form and adds everything that is wrong:
//   - clinicName: see CheckNewTenant
//   - clinicPhone, ownerPhone, which may be left out: PHONE_FORMAT
//   - clinicAddress, at most 200 characters: TEXT_LENGTH, TEXT_CONTROL
//   - ownerFirstName, ownerLastName, 1 to 100 characters: REQUIRED, TEXT_LENGTH, TEXT_CONTROL
//   - ownerEmail: REQUIRED, EMAIL_FORMAT
//   - password: see CheckNewPassword
//   - role, `admin`, `admin_doctor` or left out: ENUM_VALUE
//   - ownerDocTypeId, ownerDocNumber, of admin_doctor: REQUIRED, DOCUMENT_CHARACTERS
//   - licenseNumber, specialization, of admin_doctor, which may be left out: TEXT_LENGTH,
//     TEXT_CONTROL
//   - those four of any other role: DOCTOR_FIELD
// The catalogue of document types is not asked: the directory of doctors, whose it is, may be down.
// The answer has neither ids nor times.
Registration CheckRegistration(const RegistrationRequest& request,
                               std::vector<core::Violation>& violations);

// The address in the form in which users are found. Adds REQUIRED or EMAIL_FORMAT, and answers an
// empty text, otherwise.
std::string CheckUserEmail(std::string_view email, std::string_view field,
                           std::vector<core::Violation>& violations);

}  // namespace enlace::auth
