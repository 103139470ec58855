#pragma once

#include <string>

#include "services/auth/domain/account_service.h"
#include "services/auth/storage/account_repository.h"
#include "services/auth/storage/sign_in_fixture.h"

namespace enlace::auth {

// What people do about their accounts by mail, over a fresh database.
struct AccountFixture : SignInFixture {
  storage::PostgresAccountRepository account_rows{*platform};
  AccountService accounts{{.users = users,
                           .mails = mails,
                           .accounts = account_rows,
                           .sign_ins = sign_ins,
                           .gate = gate,
                           .throttle = throttle,
                           .tokens = tokens,
                           .clock = clock}};

  absl::Status Forgot(const std::string& email) {
    // Ids of one moment have no order.
    clock.Advance(absl::Milliseconds(1));
    return accounts.ForgotPassword(Caller(), email, core::Language::kEnglish, Deadline());
  }
  // The token of the mail that was written last.
  std::string LastToken() {
    return tokens.Make(Sql("SELECT id FROM mails ORDER BY id DESC LIMIT 1")[0].Id("id"));
  }
  absl::Status Reset(const std::string& token, const std::string& password) {
    return accounts.ResetPassword(Caller(), token, password, core::Language::kEnglish, Deadline());
  }
};

inline const std::string kNewPassword = "ocho garzas junto al río";

}  // namespace enlace::auth
