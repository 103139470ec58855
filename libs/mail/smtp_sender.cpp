#include "libs/mail/smtp_sender.h"

#include <curl/curl.h>

#include <new>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/absl_view.h"
#include "libs/mail/smtp_message.h"

namespace enlace::mail {
namespace {

constexpr long kConnectMillis = 5'000;
constexpr long kTotalMillis = 10'000;

struct Free {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
using List = std::unique_ptr<curl_slist, Free>;

void Append(List& list, const std::string& line) {
  auto* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  (void)list.release();
  list.reset(longer);
}

void AddPart(curl_mime* mime, const char* type, std::string_view text) {
  auto* const part = curl_mime_addpart(mime);
  const auto lines = NetworkLines(text);
  curl_mime_data(part, lines.data(), lines.size());
  curl_mime_type(part, type);
  curl_mime_encoder(part, "quoted-printable");
}

// Notes the command that the server's last answer is for, because libcurl tells only the answer.
int NoteCommand(CURL*, curl_infotype type, char* data, std::size_t size, void* noted) {
  if (type != CURLINFO_HEADER_OUT) return 0;
  const std::string_view line(data, size);
  for (const std::string_view command : {"MAIL", "RCPT", "DATA"}) {
    if (line.starts_with(command)) *static_cast<std::string_view*>(noted) = command;
  }
  return 0;
}

absl::Status Judge(CURLcode result, long answer, std::string_view command) {
  if (result == CURLE_OK) return absl::OkStatus();
  const auto what = absl::StrCat("the mail server did not take it: ", curl_easy_strerror(result),
                                 "; its last answer: ", answer, " ", core::Absl(command));
  // What it refuses before the recipient is named concerns us, not this mail.
  const bool for_good = answer / 100 == 5 && (command == "RCPT" || command == "DATA");
  return for_good ? absl::InvalidArgumentError(what) : absl::UnavailableError(what);
}

CURL* NewHandle() {
  // Once for the process, whatever thread comes first.
  static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  auto* const handle = kReady == CURLE_OK ? curl_easy_init() : nullptr;
  if (handle == nullptr) throw std::bad_alloc();
  return handle;
}

}  // namespace

bool IsSmtpUrl(std::string_view url) {
  if (!url.starts_with("smtp://") && !url.starts_with("smtps://")) return false;
  auto* const parts = curl_url();
  const absl::Cleanup free = [parts] { curl_url_cleanup(parts); };
  return curl_url_set(parts, CURLUPART_URL, std::string(url).c_str(), 0) == CURLUE_OK;
}

SmtpSender::SmtpSender(SmtpOptions options)
    : options_(std::move(options)),
      guard_(outbound::Policy({outbound::EndpointOf(options_.url).value_or(outbound::Endpoint{})},
                              options_.private_endpoints)),
      handle_(NewHandle(), &curl_easy_cleanup) {
  absl::MutexLock lock(&mutex_);
  ConfigureHandle();
}

void SmtpSender::ConfigureHandle() {
  CURL* const handle = handle_.get();
  // A URL that is none stays unset, and each mail is answered so.
  guard_.Hold(handle, options_.url, "smtp,smtps").IgnoreError();
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, kConnectMillis);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, kTotalMillis);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  if (options_.require_tls) {
    curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  }
  if (!options_.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, options_.password.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, options_.from.address.c_str());
  // Only what is verbose shows its commands; they go nowhere but to NoteCommand.
  curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, &NoteCommand);
  curl_easy_setopt(handle, CURLOPT_DEBUGDATA, &command_);
  curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
}

absl::Status SmtpSender::Send(const Mail& mail) {
  if (const auto good = CheckMail(mail); !good.ok()) return good;
  absl::MutexLock lock(&mutex_);
  CURL* const handle = handle_.get();

  List recipients;
  Append(recipients, mail.to);
  List headers;
  for (const auto& line : HeadersOf(mail, options_.from, absl::Now())) Append(headers, line);
  // Otherwise libcurl would say multipart/mixed.
  Append(headers, "Content-Type: multipart/alternative");
  const std::unique_ptr<curl_mime, Free> parts(curl_mime_init(handle));
  AddPart(parts.get(), "text/plain; charset=utf-8", mail.text);
  if (!mail.html.empty()) AddPart(parts.get(), "text/html; charset=utf-8", mail.html);

  command_ = {};
  guard_.Forget();
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_MIMEPOST, parts.get());
  const auto result = curl_easy_perform(handle);
  if (result == CURLE_COULDNT_CONNECT && !guard_.refusal().ok()) {
    return absl::UnavailableError(guard_.refusal().message());
  }
  long answer = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer);
  return Judge(result, answer, command_);
}

}  // namespace enlace::mail
