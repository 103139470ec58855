#include "libs/metrics/asked_series.h"

#include <utility>

namespace enlace::metrics {
namespace {

prometheus::ClientMetric Answer(const AskedSeries::Question& question) {
  prometheus::ClientMetric metric;
  for (const auto& [name, value] : question.labels) metric.label.push_back({name, value});
  const double value = question.value();
  if (question.kind == Registry::Kind::kCounter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  return metric;
}

}  // namespace

int AskedSeries::Add(Question question) {
  absl::MutexLock lock(&mutex_);
  questions_.emplace(++last_id_, std::move(question));
  return last_id_;
}

void AskedSeries::Remove(int id) {
  absl::MutexLock lock(&mutex_);
  questions_.erase(id);
}

std::vector<prometheus::MetricFamily> AskedSeries::Collect() const {
  // The text format wants the series of a name together.
  std::map<std::string, prometheus::MetricFamily> families;
  absl::MutexLock lock(&mutex_);
  for (const auto& [id, question] : questions_) {
    auto& family = families[question.name];
    family.name = question.name;
    family.help = question.help;
    family.type = question.kind == Registry::Kind::kCounter ? prometheus::MetricType::Counter
                                                            : prometheus::MetricType::Gauge;
    family.metric.push_back(Answer(question));
  }
  std::vector<prometheus::MetricFamily> collected;
  collected.reserve(families.size());
  for (auto& [name, family] : families) collected.push_back(std::move(family));
  return collected;
}

}  // namespace enlace::metrics
