#include "services/auth/domain/mail_template.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

namespace enlace::auth {
namespace {

constexpr std::string_view kLink = "https://enlace.example/m/abc";

DueMail Due(MailKind kind, core::Language language) {
  return {.id = *core::Ulid::Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
          .kind = kind,
          .recipient = "ana@example.com",
          .language = language,
          .first_name = "Ana",
          .clinic_name = "Uno & <Dos>",
          .wanted = true};
}

TEST_CASE("every mail has a subject, its link if it has one, and no placeholder left open") {
  const auto kind =
      GENERATE(MailKind::kVerifyEmail, MailKind::kResetPassword, MailKind::kInvitation,
               MailKind::kPasswordChanged, MailKind::kMfaReset);
  const auto language = GENERATE(core::Language::kSpanish, core::Language::kEnglish);
  const auto mail = ComposeMail(Due(kind, language), kLink);
  INFO(mail.text);
  CHECK(mail.id == "01ARZ3NDEKTSV4RRFFQ69G5FAV");
  CHECK(mail.to == "ana@example.com");
  CHECK_FALSE(mail.subject.empty());
  const bool has_link = kind != MailKind::kPasswordChanged && kind != MailKind::kMfaReset;
  CHECK((mail.text.find(kLink) != std::string::npos) == has_link);
  CHECK((mail.html.find(std::string("href=\"") + std::string(kLink)) != std::string::npos) ==
        has_link);
  for (const auto& part : {mail.subject, mail.text, mail.html}) {
    CHECK(part.find('{') == std::string::npos);
  }
}

TEST_CASE("a mail is in its language, and greets who is known") {
  const auto spanish = ComposeMail(Due(MailKind::kResetPassword, core::Language::kSpanish), kLink);
  CHECK(spanish.subject == "Cambie su contraseña");
  CHECK(spanish.text.starts_with("Hola Ana,\n"));
  auto unknown = Due(MailKind::kInvitation, core::Language::kEnglish);
  unknown.first_name = "";
  CHECK(ComposeMail(unknown, kLink).text.starts_with("Hello,\n"));
}

TEST_CASE("what a clinic is called is text in HTML, never markup") {
  const auto mail = ComposeMail(Due(MailKind::kInvitation, core::Language::kSpanish), kLink);
  CHECK(mail.subject == "Uno & <Dos> lo invita a Enlace");
  CHECK(mail.text.find("Uno & <Dos> lo invita") != std::string::npos);
  CHECK(mail.html.find("Uno &amp; &lt;Dos&gt; lo invita") != std::string::npos);
  CHECK(mail.html.find("<Dos>") == std::string::npos);
}

}  // namespace
}  // namespace enlace::auth
