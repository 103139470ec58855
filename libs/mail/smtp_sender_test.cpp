#include "libs/mail/smtp_sender.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "libs/mail/mailpit_fixture.h"
#include "libs/outbound/loopback_fixture.h"

namespace enlace::mail {
namespace {

SmtpOptions To(std::string url) {
  const auto endpoint = *outbound::EndpointOf(url);
  return {.url = std::move(url),
          .from = *ParseMailbox("Enlace Citas Médicas <no-reply@enlace.example>"),
          .require_tls = false,
          .private_endpoints = {endpoint}};
}

Mail AMail() {
  return {
      .id = "01KAZ7Y3SQ0Q3A9VJ1E4T0M5XW",
      .to = "lucia@example.com",
      .subject = "Lucía, confirma tu correo electrónico para la Clínica Ñandú 📅: es el último paso",
      .text =
          "¡Hola, Lucía! 👋\n\n.una línea con punto, áéíóúüñ € y = signos  \n"
          "https://enlace.example/verify?token=abc_def-123&x=%C3%B1\n",
      .html =
          "<p>¡Hola, <b>Lucía</b>! 👩🏽‍⚕️</p>\n<a "
          "href=\"https://enlace.example/v?t=1\">Confirmar</a>\n"};
}

std::string WithoutCr(const nlohmann::json& text) {
  return absl::StrReplaceAll(text.get<std::string>(), {{"\r\n", "\n"}});
}

TEST_CASE("a mail in Spanish arrives unchanged") {
  const Mailpit server;
  SmtpSender sender(To(server.SmtpUrl()));
  const auto mail = AMail();
  REQUIRE(sender.Send(mail).ok());

  const auto messages = server.Messages();
  REQUIRE(messages.size() == 1);
  const auto& got = messages[0];
  CHECK(got["Subject"] == mail.subject);
  CHECK(WithoutCr(got["Text"]) == mail.text);
  CHECK(WithoutCr(got["HTML"]) == mail.html);
  CHECK(got["MessageID"] == mail.id + "@enlace.example");
  CHECK(got["From"]["Name"] == "Enlace Citas Médicas");
  CHECK(got["From"]["Address"] == "no-reply@enlace.example");
  REQUIRE(got["To"].size() == 1);
  CHECK(got["To"][0]["Address"] == mail.to);
}

TEST_CASE("what goes over the wire keeps to the limits of mail") {
  const Mailpit server;
  SmtpSender sender(To(server.SmtpUrl()));
  REQUIRE(sender.Send(AMail()).ok());

  const auto raw = server.Get("/api/v1/message/latest/raw");
  CHECK(absl::StrContains(raw, "\r\nAuto-Submitted: auto-generated\r\n"));
  CHECK(absl::StrContains(raw, "\r\nMime-Version: 1.0\r\n"));
  CHECK(absl::StrContains(raw, "\r\nContent-Type: multipart/alternative;"));
  CHECK_FALSE(absl::StrContains(raw, "multipart/mixed"));
  CHECK(absl::StrContains(raw, "\r\nDate: "));
  // The server's own Received header is not ours.
  const std::vector<std::string> lines = absl::StrSplit(raw.substr(raw.find("\r\nDate: ")), "\r\n");
  for (const auto& line : lines) {
    CHECK(line.size() <= 76);
    for (const char c : line) CHECK(static_cast<unsigned char>(c) < 0x80);
  }
}

TEST_CASE("a mail without HTML has no such part") {
  const Mailpit server;
  SmtpSender sender(To(server.SmtpUrl()));
  auto mail = AMail();
  mail.html.clear();
  REQUIRE(sender.Send(mail).ok());
  CHECK_FALSE(absl::StrContains(server.Get("/api/v1/message/latest/raw"), "text/html"));
  CHECK(WithoutCr(server.Messages()[0]["Text"]) == mail.text);
}

TEST_CASE("a recipient whom the server refuses is refused for good, the next mail arrives") {
  const Mailpit server({"--smtp-allowed-recipients=@example\\.com$"});
  SmtpSender sender(To(server.SmtpUrl()));
  auto mail = AMail();
  mail.to = "lucia@elsewhere.example";
  const auto refused = sender.Send(mail);
  CHECK(refused.code() == absl::StatusCode::kInvalidArgument);
  CHECK_FALSE(absl::StrContains(refused.message(), "lucia"));
  CHECK(absl::StrContains(refused.message(), "550 RCPT"));
  CHECK(sender.Send(AMail()).ok());
  CHECK(server.Messages().size() == 1);
}

TEST_CASE("a server without TLS gets nothing from a sender that requires it") {
  const Mailpit server;
  auto options = To(server.SmtpUrl());
  options.require_tls = true;
  SmtpSender sender(std::move(options));
  CHECK(sender.Send(AMail()).code() == absl::StatusCode::kUnavailable);
  CHECK(server.Messages().empty());
}

TEST_CASE("a server whose certificate nobody vouches for gets nothing") {
  const Mailpit server({"--smtp-tls-cert=sans:127.0.0.1", "--smtp-tls-key=sans:127.0.0.1"});
  auto options = To(server.SmtpUrl());
  options.require_tls = true;
  SmtpSender sender(std::move(options));
  const auto status = sender.Send(AMail());
  CHECK(status.code() == absl::StatusCode::kUnavailable);
  CHECK(absl::StrContains(status.message(), "certificate"));
  CHECK(server.Messages().empty());
}

TEST_CASE("a server at an address that is not public gets nothing unless it is listed") {
  const Mailpit server;
  auto options = To(server.SmtpUrl());
  options.private_endpoints = {{"127.0.0.1", 25}};
  SmtpSender sender(std::move(options));
  const auto status = sender.Send(AMail());
  CHECK(status.code() == absl::StatusCode::kUnavailable);
  CHECK(absl::StrContains(status.message(), "ENLACE_OUTBOUND_PRIVATE"));
  CHECK_FALSE(absl::StrContains(status.message(), "lucia"));
  CHECK(server.Messages().empty());
}

TEST_CASE("a line break in a header is refused before the server hears of it") {
  SmtpSender sender(To("smtp://127.0.0.1:" + std::to_string(outbound::FreePort())));
  for (const auto& breakage : {"\n", "\r", "\r\nBcc: eve@example.com"}) {
    for (const auto field : {&Mail::id, &Mail::to, &Mail::subject}) {
      auto mail = AMail();
      mail.*field += breakage;
      CHECK(sender.Send(mail).code() == absl::StatusCode::kInvalidArgument);
    }
  }
  auto mail = AMail();
  mail.to = "lucia@example.com> NOTIFY=NEVER";
  CHECK(sender.Send(mail).code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("one sender serves several mails and threads, and outlives its server") {
  Mailpit server;
  SmtpSender sender(To(server.SmtpUrl()));
  CHECK(sender.Send(AMail()).ok());
  CHECK(sender.Send(AMail()).ok());
  CHECK(server.Messages().size() == 2);

  server.Kill();
  CHECK(sender.Send(AMail()).code() == absl::StatusCode::kUnavailable);
  server.Start();
  std::vector<std::thread> threads;
  std::atomic<int> taken = 0;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { taken += sender.Send(AMail()).ok(); });
  for (auto& thread : threads) thread.join();
  CHECK(taken == 4);
  CHECK(server.Messages().size() == 4);
}

TEST_CASE("only URLs of SMTP with a host are good") {
  CHECK(IsSmtpUrl("smtp://127.0.0.1:1025"));
  CHECK(IsSmtpUrl("smtps://email-smtp.us-east-1.amazonaws.com:465"));
  for (const auto* const url : {"", "smtp://", "smtp://:25", "127.0.0.1:1025", "http://127.0.0.1",
                                "smtp://host:port", "file:///etc/passwd"}) {
    CAPTURE(url);
    CHECK_FALSE(IsSmtpUrl(url));
  }
}

}  // namespace
}  // namespace enlace::mail
