#include "libs/metrics/exposer.h"

#include <prometheus/exposer.h>

#include <exception>
#include <regex>
#include <utility>

#include "absl/strings/str_cat.h"

namespace enlace::metrics {
namespace {

// One scrape at a time, and one more to tell that the first one hangs.
constexpr std::size_t kThreads = 2;

}  // namespace

bool IsListenAddress(std::string_view address) {
  static const std::regex kAddress(R"((\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):([0-9]{1,5}))");
  std::match_results<std::string_view::const_iterator> found;
  return std::regex_match(address.begin(), address.end(), found, kAddress) &&
         std::stoi(found[2].str()) <= 65535;
}

Exposer::Exposer(std::unique_ptr<prometheus::Exposer> exposer) : exposer_(std::move(exposer)) {}
Exposer::~Exposer() = default;

absl::StatusOr<std::unique_ptr<Exposer>> Exposer::Start(const std::string& address,
                                                        const Registry& registry) {
  std::unique_ptr<prometheus::Exposer> exposer;
  try {
    exposer = std::make_unique<prometheus::Exposer>(address, kThreads);
  } catch (const std::exception&) {
    return absl::UnavailableError(absl::StrCat(
        "can't listen on ", address, " (ENLACE_METRICS_LISTEN): is another process using it?"));
  }
  for (const auto& collectable : registry.collectables()) exposer->RegisterCollectable(collectable);
  return std::unique_ptr<Exposer>(new Exposer(std::move(exposer)));
}

int Exposer::port() const { return exposer_->GetListeningPorts().front(); }

}  // namespace enlace::metrics
