#include "services/auth/storage/insert_mail.h"

namespace enlace::auth::storage {
namespace {

constexpr db::Statement kInsert = {"insert_mail", R"(
  INSERT INTO mails (id, kind, recipient, language, created_at, expires_at, due_at)
  VALUES ($1, $2, $3, $4, $5, $6, $5))"};

}  // namespace

absl::Status InsertMail(db::Transaction& transaction, const NewMail& mail) {
  return transaction
      .Run(kInsert, db::Params()
                        .Id(mail.id)
                        .Text(MailKindName(mail.kind))
                        .Text(mail.recipient)
                        .Text(mail.language == core::Language::kSpanish ? "es" : "en")
                        .Time(mail.created_at)
                        .Time(mail.expires_at))
      .status();
}

}  // namespace enlace::auth::storage
