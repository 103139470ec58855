#include <optional>
#include <string>

#include "libs/core/reasons.h"
#include "services/auth/domain/staff_role.h"
#include "services/auth/storage/create_tenant.h"
#include "services/auth/storage/doctor_order_repository.h"
#include "services/auth/storage/insert_mail.h"
#include "services/auth/storage/insert_session.h"
#include "services/auth/storage/insert_user.h"
#include "services/auth/storage/user_repository.h"

namespace enlace::auth::storage {
namespace {

// Registrations of one person queue up: so the second of two equal ones sees the first.
constexpr db::Statement kLockUser = {"lock_user", R"(
  SELECT id FROM users WHERE id = $1 AND active AND deleted_at IS NULL FOR UPDATE)"};

constexpr db::Statement kHasClinic = {"user_has_clinic", R"(
  SELECT t.tenant_id
  FROM memberships m JOIN tenants t ON t.tenant_id = m.tenant_id
  WHERE m.user_id = $1 AND m.deleted_at IS NULL AND t.name = $2 AND t.deleted_at IS NULL
  LIMIT 1)"};

constexpr db::Statement kInsertMembership = {"insert_membership", R"(
  INSERT INTO memberships (tenant_id, id, user_id, role, created_at, updated_at, practitioner_id)
  VALUES ($1, $2, $3, $4, $5, $5, $6))"};

// False when somebody else has the e-mail, or the user that had it is gone.
absl::StatusOr<bool> SecureOwner(db::Transaction& transaction, const Registration& registration,
                                 absl::Time now) {
  const auto& owner = registration.owner;
  if (!registration.password_hash.empty()) {
    auto user = owner;
    user.created_at = now;
    return InsertUser(transaction, user, registration.password_hash);
  }
  const auto locked = transaction.Run(kLockUser, db::Params().Id(owner.id));
  if (!locked.ok()) return locked.status();
  if (locked->empty()) return false;
  const auto same =
      transaction.Run(kHasClinic, db::Params().Id(owner.id).Text(registration.tenant.name));
  if (!same.ok()) return same.status();
  if (!same->empty()) return core::refusal::AlreadyExistsClinic();
  return true;
}

}  // namespace

absl::StatusOr<std::optional<Tenant>> PostgresUserRepository::Register(
    const db::TenantContext& context, const Registration& registration, absl::Time now,
    absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto secured = SecureOwner(*transaction, registration, now);
  if (!secured.ok()) return secured.status();
  if (!*secured) return std::nullopt;
  auto tenant = CreateTenant(*transaction, context.tenant_id, registration.tenant, now);
  if (!tenant.ok()) return tenant.status();
  std::optional<core::Ulid> doctor_id;
  if (registration.doctor) doctor_id = registration.doctor->doctor_id;
  const auto membership =
      transaction->Run(kInsertMembership, db::Params()
                                              .Id(context.tenant_id)
                                              .Id(core::Ulid::Generate(now))
                                              .Id(registration.owner.id)
                                              .Text(StaffRoleName(authn::Role::kOrganizationAdmin))
                                              .Time(now)
                                              .Id(doctor_id));
  if (!membership.ok()) return membership.status();
  if (registration.doctor) {
    auto order = *registration.doctor;
    order.tenant_id = context.tenant_id;
    order.first_name = registration.owner.first_name;
    order.last_name = registration.owner.last_name;
    if (auto status = InsertDoctorOrder(*transaction, order); !status.ok()) return status;
  }
  if (registration.verification) {
    if (auto status = InsertMail(*transaction, *registration.verification); !status.ok()) {
      return status;
    }
  }
  if (registration.session) {
    if (auto status = InsertSession(*transaction, context, *registration.session); !status.ok()) {
      return status;
    }
  }
  if (auto status = transaction->Commit(); !status.ok()) return status;
  return *std::move(tenant);
}

}  // namespace enlace::auth::storage
