#include "libs/mail/mailpit_fixture.h"

#include <curl/curl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/outbound/loopback_fixture.h"

namespace enlace::mail {
namespace {

constexpr absl::Duration kStartWithin = absl::Seconds(20);
constexpr absl::Duration kPoll = absl::Milliseconds(20);

std::string Program() {
  const char* path = std::getenv("ENLACE_MAILPIT");
  if (path == nullptr || *path == '\0') {
    throw std::runtime_error(
        "ENLACE_MAILPIT is not set: this test needs the mail server that `make test` builds; run "
        "it "
        "through `make test`, or set it to what scripts/tool.sh --path mailpit prints");
  }
  return path;
}

std::size_t Keep(const char* data, std::size_t, std::size_t size, void* body) {
  static_cast<std::string*>(body)->append(data, size);
  return size;
}

// The status, or 0 when nobody answered.
long Fetch(const std::string& url, std::string& body) {
  const std::unique_ptr<CURL, void (*)(CURL*)> handle(curl_easy_init(), &curl_easy_cleanup);
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, 10L);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, &Keep);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &body);
  long status = 0;
  if (curl_easy_perform(handle.get()) == CURLE_OK) {
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  }
  return status;
}

}  // namespace

Mailpit::Mailpit(std::vector<std::string> arguments)
    : arguments_(std::move(arguments)),
      smtp_port_(outbound::FreePort()),
      http_port_(outbound::FreePort()) {
  Start();
}

Mailpit::~Mailpit() { Kill(); }

void Mailpit::Kill() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void Mailpit::Start() {
  // It asks nobody outside, and nobody outside reaches it.
  std::vector<std::string> words = {Program(),
                                    "--quiet",
                                    "--disable-version-check",
                                    "--smtp-disable-rdns",
                                    absl::StrCat("--smtp=127.0.0.1:", smtp_port_),
                                    absl::StrCat("--listen=127.0.0.1:", http_port_)};
  words.insert(words.end(), arguments_.begin(), arguments_.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execv(argv[0], argv.data());
    _exit(127);
  }
  const auto deadline = absl::Now() + kStartWithin;
  while (!Answers()) {
    if (absl::Now() > deadline || waitpid(pid_, nullptr, WNOHANG) == pid_) {
      Kill();
      throw std::runtime_error(words[0] + " did not start");
    }
    absl::SleepFor(kPoll);
  }
}

bool Mailpit::Answers() const {
  std::string body;
  return Fetch(absl::StrCat("http://127.0.0.1:", http_port_, "/readyz"), body) == 200 &&
         outbound::Listens(smtp_port_);
}

std::string Mailpit::SmtpUrl() const { return absl::StrCat("smtp://127.0.0.1:", smtp_port_); }

std::string Mailpit::Get(const std::string& path) const {
  std::string body;
  if (Fetch(absl::StrCat("http://127.0.0.1:", http_port_, path), body) != 200) {
    throw std::runtime_error(absl::StrCat("GET ", path, ": ", body));
  }
  return body;
}

std::vector<nlohmann::json> Mailpit::Messages() const {
  std::vector<nlohmann::json> messages;
  const auto list = nlohmann::json::parse(Get("/api/v1/messages"));
  for (const auto& message : list.at("messages")) {
    messages.push_back(nlohmann::json::parse(
        Get(absl::StrCat("/api/v1/message/", message.at("ID").get<std::string>()))));
  }
  return messages;
}

}  // namespace enlace::mail
