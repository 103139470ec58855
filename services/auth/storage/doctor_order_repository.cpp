#include "services/auth/storage/doctor_order_repository.h"

namespace enlace::auth::storage {
namespace {

constexpr db::Statement kInsert = {"insert_doctor_order", R"(
  INSERT INTO doctor_orders (tenant_id, practitioner_id, first_name, last_name, doc_type_id,
                             doc_number, specialty, licence_state, licence_number)
  VALUES ($1, $2, $3, $4, $5, $6, nullif($7, ''), nullif($8, ''), nullif($9, '')))"};

constexpr db::Statement kClaim = {"claim_doctor_order", R"(
  WITH due AS (
    SELECT tenant_id FROM doctor_orders WHERE due_at <= now()
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  UPDATE doctor_orders o
  SET attempts = o.attempts + 1,
      due_at = now() + least(interval '5 s' * (2 ^ least(o.attempts, 5)), interval '1 minute')
  FROM due WHERE o.tenant_id = due.tenant_id
  RETURNING o.tenant_id, o.practitioner_id, o.first_name, o.last_name, o.doc_type_id, o.doc_number,
            coalesce(o.specialty, '') AS specialty,
            coalesce(o.licence_state, '') AS licence_state,
            coalesce(o.licence_number, '') AS licence_number)"};

constexpr db::Statement kName = {"name_other_doctor", R"(
  UPDATE memberships SET practitioner_id = $3 WHERE tenant_id = $1 AND practitioner_id = $2)"};

constexpr db::Statement kForget = {"forget_doctor_order",
                                   "DELETE FROM doctor_orders WHERE tenant_id = $1"};

}  // namespace

absl::Status InsertDoctorOrder(db::Transaction& transaction, const DoctorOrder& order) {
  return transaction
      .Run(kInsert, db::Params()
                        .Id(order.tenant_id)
                        .Id(order.doctor_id)
                        .Text(order.first_name)
                        .Text(order.last_name)
                        .Text(order.doc_type_id)
                        .Text(order.doc_number)
                        .Text(order.specialty)
                        .Text(order.licence_state)
                        .Text(order.licence_number))
      .status();
}

absl::StatusOr<std::optional<DoctorOrder>> PostgresDoctorOrderRepository::Claim(
    absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kClaim, {});
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  const auto row = (*rows)[0];
  const auto text = [&row](const char* column) { return std::string(row.Text(column)); };
  return DoctorOrder{.tenant_id = row.Id("tenant_id"),
                     .doctor_id = row.Id("practitioner_id"),
                     .first_name = text("first_name"),
                     .last_name = text("last_name"),
                     .doc_type_id = text("doc_type_id"),
                     .doc_number = text("doc_number"),
                     .specialty = text("specialty"),
                     .licence_state = text("licence_state"),
                     .licence_number = text("licence_number")};
}

absl::Status PostgresDoctorOrderRepository::Confirm(const DoctorOrder& order,
                                                    const core::Ulid& doctor_id,
                                                    absl::Time deadline) {
  auto transaction = platform_.Begin(
      {.tenant_id = order.tenant_id, .actor_id = "auth", .actor_type = "SERVICE"}, deadline);
  if (!transaction.ok()) return transaction.status();
  if (doctor_id != order.doctor_id) {
    const auto named =
        transaction->Run(kName, db::Params().Id(order.tenant_id).Id(order.doctor_id).Id(doctor_id));
    if (!named.ok()) return named.status();
  }
  return transaction->RunAndCommit(kForget, db::Params().Id(order.tenant_id)).status();
}

}  // namespace enlace::auth::storage
