#include "services/auth/domain/mail_template.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/core/absl_view.h"

namespace enlace::auth {
namespace {

// `body` holds {clinic}, where the mail has one; `action` is what the link does, empty without
// link.
struct Words {
  std::string_view subject, body, action, end;
};

Words SpanishWords(MailKind kind) {
  switch (kind) {
    case MailKind::kVerifyEmail:
      return {"Confirme su correo",
              "Alguien registró este correo en Enlace. Si fue usted, confírmelo.",
              "Confirmar el correo", "El enlace sirve 3 días. Si no fue usted, no haga nada."};
    case MailKind::kResetPassword:
      return {
          "Cambie su contraseña", "Alguien pidió cambiar la contraseña de este correo en Enlace.",
          "Elegir una contraseña nueva",
          "El enlace sirve una hora y una sola vez. Si no fue usted, no haga nada: su contraseña "
          "sigue igual."};
    case MailKind::kInvitation:
      return {"{clinic} lo invita a Enlace", "{clinic} lo invita a trabajar en Enlace.",
              "Aceptar la invitación",
              "El enlace sirve 7 días. Si no conoce la clínica, no haga nada."};
    case MailKind::kMfaReset:
      return {"Se quitó su segundo factor",
              "Quien administra su clínica acaba de quitar el segundo factor de este correo en "
              "Enlace y cerrar sus sesiones. La próxima vez que inicie sesión registrará otro.",
              "", "Si no lo pidió usted, cambie su contraseña de inmediato y avise a su clínica."};
    case MailKind::kTemporaryPassword:
    case MailKind::kPasswordChanged:
      break;
  }
  return {"Su contraseña cambió", "La contraseña de este correo en Enlace acaba de cambiar.", "",
          "Si no fue usted, cámbiela de inmediato y avise a quien administra su clínica."};
}

Words EnglishWords(MailKind kind) {
  switch (kind) {
    case MailKind::kVerifyEmail:
      return {"Confirm your e-mail",
              "Somebody registered this e-mail at Enlace. If it was you, confirm it.",
              "Confirm the e-mail", "The link is good for 3 days. If it was not you, do nothing."};
    case MailKind::kResetPassword:
      return {
          "Change your password", "Somebody asked to change the password of this e-mail at Enlace.",
          "Choose a new password",
          "The link is good for one hour and once. If it was not you, do nothing: your password "
          "stays as it is."};
    case MailKind::kInvitation:
      return {"{clinic} invites you to Enlace", "{clinic} invites you to work with it at Enlace.",
              "Accept the invitation",
              "The link is good for 7 days. If you do not know the clinic, do nothing."};
    case MailKind::kMfaReset:
      return {"Your second factor was removed",
              "Your clinic's administrator has just removed the second factor of this e-mail at "
              "Enlace and ended its sessions. You enroll a new one at your next sign-in.",
              "", "If you did not ask for it, change your password at once and tell your clinic."};
    case MailKind::kTemporaryPassword:
    case MailKind::kPasswordChanged:
      break;
  }
  return {"Your password has changed", "The password of this e-mail at Enlace has just changed.",
          "", "If it was not you, change it at once and tell your clinic's administrator."};
}

std::string Fill(std::string_view text, std::string_view clinic) {
  return absl::StrReplaceAll(core::Absl(text), {{"{clinic}", core::Absl(clinic)}});
}

std::string Html(std::string_view text) {
  return absl::StrReplaceAll(core::Absl(text),
                             {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

}  // namespace

mail::Mail ComposeMail(const DueMail& due, std::string_view link) {
  const bool spanish = due.language == core::Language::kSpanish;
  const auto words = spanish ? SpanishWords(due.kind) : EnglishWords(due.kind);
  const std::string hello = absl::StrCat(spanish ? "Hola" : "Hello",
                                         due.first_name.empty() ? "" : " ", due.first_name, ",");
  const auto body = Fill(words.body, due.clinic_name);
  mail::Mail mail{.id = due.id.ToString(),
                  .to = due.recipient,
                  .subject = Fill(words.subject, due.clinic_name)};
  const bool has_link = !words.action.empty();
  mail.text = absl::StrCat(hello, "\n\n", body, "\n\n");
  if (has_link) {
    absl::StrAppend(&mail.text, core::Absl(words.action), ":\n", core::Absl(link), "\n\n");
  }
  absl::StrAppend(&mail.text, core::Absl(words.end), "\n\nEnlace\n");
  mail.html = absl::StrCat("<!doctype html><html lang=\"", spanish ? "es" : "en",
                           "\"><body style=\"font:16px/1.5 sans-serif\"><p>", Html(hello),
                           "</p><p>", Html(body), "</p>");
  if (has_link) {
    absl::StrAppend(&mail.html, "<p><a href=\"", Html(link), "\">", core::Absl(words.action),
                    "</a></p>");
  }
  absl::StrAppend(&mail.html, "<p>", core::Absl(words.end), "</p><p>Enlace</p></body></html>\n");
  return mail;
}

}  // namespace enlace::auth
