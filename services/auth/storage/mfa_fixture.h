#pragma once

#include <liboath/oath.h>

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>

#include "services/auth/domain/mfa_service.h"
#include "services/auth/domain/totp.h"
#include "services/auth/storage/mfa_repository.h"
#include "services/auth/storage/sign_in_fixture.h"

namespace enlace::auth {

// People with second factors, over a fresh database.
struct MfaFixture : SignInFixture {
  core::DataKeys keys = *core::DataKeys::FromHex(std::string(64, 'e'));
  core::Sealer sealer{keys, core::KeyPurpose::kTotpSecrets};
  storage::PostgresMfaRepository factors{*platform};
  MfaService mfa{{.users = users,
                  .factors = factors,
                  .sign_ins = sign_ins,
                  .throttle = throttle,
                  .tokens = mfa_tokens,
                  .sealer = sealer,
                  .hasher = hasher,
                  .clock = clock}};

  // The code that an authenticator shows, some steps from now.
  std::string Code(const std::string& secret_text, int steps = 0) {
    char* secret = nullptr;
    std::size_t size = 0;
    REQUIRE(oath_base32_decode(secret_text.data(), secret_text.size(), &secret, &size) == OATH_OK);
    char code[7] = {};
    const auto at = absl::ToTimeT(clock.Now() + steps * absl::Seconds(30));
    oath_totp_generate(secret, size, at, 30, 0, 6, code);
    free(secret);
    return code;
  }
  absl::StatusOr<SignedIn> Verify(const std::string& token, const std::string& code) {
    return mfa.Verify(Caller(), token, code, Deadline());
  }
  struct Enrolled {
    std::string secret;
    SignedIn signed_in;
  };
  Enrolled Enroll(const std::string& token, const std::string& code = "") {
    const auto given = mfa.Enroll(token, code, Deadline());
    INFO(given.status().ToString());
    REQUIRE(given.ok());
    auto verified = Verify(token, Code(given->secret));
    INFO(verified.status().ToString());
    REQUIRE(verified.ok());
    return {given->secret, *std::move(verified)};
  }
  SignedIn MustLogin(const std::string& email = "lucia@example.com") {
    auto login = Login(email, kPassword);
    REQUIRE(login.ok());
    return *std::move(login);
  }
};

}  // namespace enlace::auth
