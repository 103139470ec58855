#include "services/audit/verify/dropped_months.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace enlace::audit::verify {
namespace {

// Takes `prefix` and the number behind it from the front.
std::optional<int> TakeNumber(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  int number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return number;
}

constexpr char kMarked[] = "marked as dropped after retention, but ";

}  // namespace

std::optional<absl::Time> EndOfDroppedMonth(std::string_view reason) {
  const auto years = TakeNumber(reason, "YEARS_");
  const auto year = TakeNumber(reason, "_MONTH_");
  const auto month = TakeNumber(reason, "_");
  if (!years || !year || !month || !reason.empty() || *month < 1 || *month > 12) {
    return std::nullopt;
  }
  return absl::FromCivil(absl::CivilMonth(*year, *month) + 1, absl::UTCTimeZone());
}

void DroppedMonths::AddDropped(std::uint64_t position) {
  ++count_;
  if (!first_) first_ = position;
  if (!runs_.empty() && runs_.back().last + 1 == position) {
    runs_.back().last = position;
  } else {
    runs_.push_back({.first = position, .last = position, .after = latest_});
  }
}

void DroppedMonths::Add(const ExportLine& line) {
  if (line.dropped) return AddDropped(line.position);
  const auto& event = line.record.event;
  latest_ = std::max(latest_, event.occurred_at);
  if (event.event_type != "RETENTION") return;
  if (const auto end = EndOfDroppedMonth(event.reason)) {
    tombstones_.push_back({.position = line.position, .month_end = *end});
  }
}

void DroppedMonths::Finish(std::uint64_t covered, Findings& findings) const {
  for (const auto& run : runs_) {
    const auto tells = [&](const Tombstone& tombstone) {
      return tombstone.position > run.last && tombstone.month_end + kLongestWay >= run.after;
    };
    const auto told = std::find_if(tombstones_.begin(), tombstones_.end(), tells);
    const auto records = RecordsText(run.first, run.last);
    if (told == tombstones_.end()) {
      findings.Add(run.first, absl::StrCat(records, " deleted: ", kMarked,
                                           "no later RETENTION record tells of their month"));
    } else if (told->position >= covered) {
      findings.Add(run.first,
                   absl::StrCat(records, " deleted: ", kMarked, "record ", told->position,
                                ", which says so, is covered by no checkpoint"));
    }
  }
}

}  // namespace enlace::audit::verify
