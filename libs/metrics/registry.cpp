#include "libs/metrics/registry.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <iterator>
#include <sstream>
#include <utility>

#include "libs/metrics/asked_series.h"

namespace enlace::metrics {

void Counter::Add(double amount) const {
  if (series_ != nullptr) series_->Increment(amount);
}

void Gauge::Set(double value) const {
  if (series_ != nullptr) series_->Set(value);
}

void Gauge::Add(double amount) const {
  if (series_ != nullptr) series_->Increment(amount);
}

void Histogram::Observe(double value) const {
  if (series_ != nullptr) series_->Observe(value);
}

struct Registry::Parts {
  std::shared_ptr<prometheus::Registry> counted = std::make_shared<prometheus::Registry>();
  std::shared_ptr<AskedSeries> asked = std::make_shared<AskedSeries>();
};

Registry::Registry() : parts_(std::make_unique<Parts>()) {}
Registry::~Registry() = default;

Counter Registry::AddCounter(const std::string& name, const std::string& help,
                             const Labels& labels) {
  return Counter(
      prometheus::BuildCounter().Name(name).Help(help).Register(*parts_->counted).Add(labels));
}

Gauge Registry::AddGauge(const std::string& name, const std::string& help, const Labels& labels) {
  return Gauge(
      prometheus::BuildGauge().Name(name).Help(help).Register(*parts_->counted).Add(labels));
}

Histogram Registry::AddHistogram(const std::string& name, const std::string& help,
                                 const std::vector<double>& bounds, const Labels& labels) {
  return Histogram(prometheus::BuildHistogram()
                       .Name(name)
                       .Help(help)
                       .Register(*parts_->counted)
                       .Add(labels, bounds));
}

Registry::Asked Registry::Ask(Kind kind, const std::string& name, const std::string& help,
                              const Labels& labels, std::function<double()> value) {
  const int id = parts_->asked->Add({kind, name, help, labels, std::move(value)});
  return {parts_->asked, id};
}

std::string Registry::Text() const {
  std::vector<prometheus::MetricFamily> families;
  for (const auto& collectable : collectables()) {
    auto some = collectable->Collect();
    std::move(some.begin(), some.end(), std::back_inserter(families));
  }
  std::ostringstream text;
  prometheus::TextSerializer().Serialize(text, families);
  return text.str();
}

std::vector<std::shared_ptr<prometheus::Collectable>> Registry::collectables() const {
  return {parts_->counted, parts_->asked};
}

Registry::Asked::~Asked() {
  if (series_ != nullptr) series_->Remove(id_);
}

Registry::Asked::Asked(Asked&& other) noexcept
    : series_(std::exchange(other.series_, nullptr)), id_(other.id_) {}

Registry::Asked& Registry::Asked::operator=(Asked&& other) noexcept {
  std::swap(series_, other.series_);
  std::swap(id_, other.id_);
  return *this;
}

}  // namespace enlace::metrics
