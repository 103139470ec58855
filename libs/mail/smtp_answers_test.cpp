#include <catch2/catch_test_macros.hpp>

#include "libs/mail/scripted_server_fixture.h"
#include "libs/mail/smtp_sender.h"
#include "libs/outbound/loopback_fixture.h"

namespace enlace::mail {
namespace {

using absl::StatusCode;

absl::Status SendTo(const std::string& url) {
  SmtpSender sender({.url = url,
                     .from = {.name = {}, .address = "no-reply@enlace.example"},
                     .user = {},
                     .password = {},
                     .require_tls = false,
                     .private_endpoints = {*outbound::EndpointOf(url)}});
  return sender.Send(
      {.id = "1", .to = "lucia@example.com", .subject = "s", .text = "t\n", .html = {}});
}

TEST_CASE("what a mail server answers decides whether a mail is tried again") {
  struct Case {
    std::string to, answer;
    StatusCode code;
  };
  for (const auto& [to, answer, code] : {
           Case{"QUIT", "221 bye", StatusCode::kOk},
           Case{"RCPT", "251 will forward", StatusCode::kOk},
           // For good, and about this mail.
           Case{"RCPT", "550 no such user <lucia@example.com>", StatusCode::kInvalidArgument},
           Case{"DATA", "554 no valid recipients", StatusCode::kInvalidArgument},
           Case{".", "554 message rejected", StatusCode::kInvalidArgument},
           // Later.
           Case{"RCPT", "450 mailbox busy", StatusCode::kUnavailable},
           Case{"DATA", "451 not now", StatusCode::kUnavailable},
           Case{".", "454 throttling failure", StatusCode::kUnavailable},
           Case{"", "421 too many connections", StatusCode::kUnavailable},
           // For good, but about ourselves: our address, our sender.
           Case{"", "554 go away", StatusCode::kUnavailable},
           Case{"EHLO", "550 go away", StatusCode::kUnavailable},
           Case{"MAIL", "550 sender not verified", StatusCode::kUnavailable},
           // The connection breaks.
           Case{"", "", StatusCode::kUnavailable},
           Case{"RCPT", "", StatusCode::kUnavailable},
           Case{".", "", StatusCode::kUnavailable},
       }) {
    CAPTURE(to, answer);
    const ScriptedServer server(to, answer);
    const auto status = SendTo(server.Url());
    CAPTURE(status.message());
    CHECK(status.code() == code);
    CHECK(std::string(status.message()).find("lucia") == std::string::npos);
  }
}

TEST_CASE("without a server a mail should be tried again") {
  CHECK(SendTo("smtp://127.0.0.1:" + std::to_string(outbound::FreePort())).code() ==
        StatusCode::kUnavailable);
}

}  // namespace
}  // namespace enlace::mail
