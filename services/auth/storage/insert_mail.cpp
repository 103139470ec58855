#include "services/auth/storage/insert_mail.h"

namespace enlace::auth::storage {
namespace {

constexpr db::Statement kInsert = {"insert_mail", R"(
  INSERT INTO mails (id, kind, recipient, language, created_at, expires_at, due_at)
  VALUES ($1, $2::text, $3, $4, $5::timestamptz, $6,
          CASE WHEN $2 <> 'TEMPORARY_PASSWORD' THEN $5 END))"};

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
