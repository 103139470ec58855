#include "services/appointment/domain/slot_inquiry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/appointment/domain/codes.h"

namespace enlace::appointment {
namespace {

// How many days are searched at first, and then.
constexpr std::array kDaysAtOnce = {7, 14, 31};
// How far beyond its end a search that found too little looks on.
constexpr absl::Duration kLookOn = absl::Hours(24 * 30);

// Appointments begin on whole seconds: the first one at or after the time.
UnixSeconds SecondsFrom(absl::Time time) {
  return absl::ToUnixSeconds(time + absl::Seconds(1) - absl::Nanoseconds(1));
}

}  // namespace

std::optional<SlotCursor> SlotCursor::Parse(std::string_view text) {
  const auto blank = text.find(' ');
  std::int64_t seconds = 0;
  if (blank == std::string_view::npos) return std::nullopt;
  const auto* const end = text.data() + blank;
  if (std::from_chars(text.data(), end, seconds).ptr != end) return std::nullopt;
  return SlotCursor{absl::FromUnixSeconds(seconds), std::string(text.substr(blank + 1))};
}

SlotCursor SlotCursor::Of(const SlotOffer& offer) {
  return {offer.start, offer.at.practitioner_id.ToString() + offer.at.location_id.ToString()};
}

std::string SlotCursor::ToString() const {
  return absl::StrCat(absl::ToUnixSeconds(start), " ", doctor_and_site);
}

bool SlotCursor::Before(const SlotOffer& offer) const {
  const auto other = Of(offer);
  return std::tie(start, doctor_and_site) < std::tie(other.start, other.doctor_and_site);
}

SlotInquiry::SlotInquiry(SlotRepository& repository, const Caller& caller, const SlotWish& wish,
                         std::optional<AppointmentType> type, absl::Time now)
    : repository_(repository), caller_(caller), wish_(wish), type_(std::move(type)) {
  query_.duration = type_ ? absl::ToInt64Seconds(type_->duration)
                          : UnixSeconds{60} * wish_.duration_minutes.value_or(kUsualMinutes);
  query_.soonest = absl::ToUnixSeconds(now);
  query_.latest = absl::ToUnixSeconds(now + absl::Hours(24 * 400));
  if (type_) {
    query_.buffer_before = absl::ToInt64Seconds(type_->buffer_before);
    query_.buffer_after = absl::ToInt64Seconds(type_->buffer_after);
    query_.soonest = absl::ToUnixSeconds(now + type_->min_notice);
    query_.latest = absl::ToUnixSeconds(now + absl::Hours(24 * type_->max_days_ahead));
  }
  query_.days = wish_.days;
  query_.day_part_start = wish_.part_of_day.start;
  query_.day_part_end = wish_.part_of_day.end;
}

absl::StatusOr<SlotAnswer> SlotInquiry::Offers(std::vector<DoctorAtSite> doctors) {
  const auto most = static_cast<std::size_t>(wish_.max_offers);
  if (auto status = Open(std::move(doctors), wish_.latest + kLookOn); !status.ok()) return status;
  SlotSearch slots(calendar_->places());
  std::vector<Slot> free;
  VariedSlots varied;
  const auto enough = [&] {
    varied = PickVaried(free, most, calendar_->one_place(),
                        [this](const Slot& slot) { return TraitsOf(slot); });
    return varied.complete;
  };
  auto status = EachPart(wish_.earliest, wish_.latest, [&] {
    slots.Find(query_, free);
    return enough();
  });
  if (!status.ok()) return status;
  SlotAnswer answer;
  for (const auto& slot : varied.slots) answer.offers.push_back(OfferOf(slot));
  if (answer.offers.size() < most) {
    answer.explanation = Explain(slots.Finish());
    auto later = Later();
    if (!later.ok()) return later.status();
    if (*later) answer.explanation->relaxations.push_back({std::nullopt, **std::move(later)});
  }
  return answer;
}

absl::StatusOr<SlotAnswer> SlotInquiry::Page(std::vector<DoctorAtSite> doctors, std::size_t size,
                                             const std::optional<SlotCursor>& after) {
  if (auto status = Open(std::move(doctors), wish_.latest); !status.ok()) return status;
  SlotSearch slots(calendar_->places());
  SlotAnswer answer;
  const auto from = after ? std::max(wish_.earliest, after->start) : wish_.earliest;
  auto status = EachPart(from, wish_.latest, [&] {
    std::vector<Slot> free;
    slots.Find(query_, free);
    for (const auto& slot : free) {
      auto offer = OfferOf(slot);
      if (after && !after->Before(offer)) continue;
      if (answer.offers.size() == size) {
        answer.next = SlotCursor::Of(answer.offers.back()).ToString();
        return true;
      }
      answer.offers.push_back(std::move(offer));
    }
    return false;
  });
  if (!status.ok()) return status;
  if (answer.offers.empty() && !after) answer.explanation = Explain(slots.Finish());
  return answer;
}

absl::StatusOr<std::vector<SlotOffer>> SlotInquiry::Nearest(std::vector<DoctorAtSite> doctors,
                                                            absl::Time time, std::size_t most) {
  if (auto status = Open(std::move(doctors), wish_.latest); !status.ok()) return status;
  SlotSearch slots(calendar_->places());
  const auto wanted = absl::ToUnixSeconds(time);
  std::vector<Slot> free;
  auto status = EachPart(wish_.earliest, wish_.latest, [&] {
    slots.Find(query_, free);
    std::stable_sort(free.begin(), free.end(), [wanted](const Slot& a, const Slot& b) {
      return std::abs(a.start - wanted) < std::abs(b.start - wanted);
    });
    if (free.size() > most) free.resize(most);
    // What comes later is no nearer than the end of what was searched.
    return free.size() == most && std::abs(free.back().start - wanted) <= query_.to - wanted;
  });
  if (!status.ok()) return status;
  std::vector<SlotOffer> offers;
  offers.reserve(free.size());
  for (const auto& slot : free) offers.push_back(OfferOf(slot));
  return offers;
}

absl::Status SlotInquiry::Open(std::vector<DoctorAtSite> doctors, absl::Time to) {
  auto calendar = SlotCalendar::Read(repository_, caller_, wish_, Modality() == kInPerson,
                                     std::move(doctors), wish_.earliest, to);
  if (!calendar.ok()) return calendar.status();
  calendar_ = *std::move(calendar);
  return absl::OkStatus();
}

absl::Status SlotInquiry::EachPart(absl::Time from, absl::Time to,
                                   absl::FunctionRef<bool()> visit) {
  for (std::size_t part = 0; from < to; ++part) {
    const auto days = kDaysAtOnce[std::min(part, kDaysAtOnce.size() - 1)];
    const auto end = std::min(to, from + absl::Hours(24 * days));
    if (auto status = calendar_->ReadBusyTimes(repository_, caller_, from, end); !status.ok()) {
      return status;
    }
    query_.from = SecondsFrom(from);
    query_.to = SecondsFrom(end);
    if (visit()) break;
    from = end;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<SlotOffer>> SlotInquiry::Later() {
  std::optional<SlotOffer> offer;
  SlotSearch slots(calendar_->places());
  auto status = EachPart(wish_.latest, wish_.latest + kLookOn, [&] {
    std::vector<Slot> free;
    slots.Find(query_, free);
    if (!free.empty()) offer = OfferOf(free.front());
    return offer.has_value();
  });
  if (!status.ok()) return status;
  return offer;
}

SlotExplanation SlotInquiry::Explain(const SlotCount& count) const {
  SlotExplanation explanation{count, {}};
  if (calendar_->places().empty()) {
    // Nobody who is asked for works anywhere.
    explanation.count.candidates = 1;
    explanation.count.removed[static_cast<std::size_t>(Removal::kNoHours)] = 1;
  }
  for (auto i = static_cast<std::size_t>(kFirstWish); i < kRemovals; ++i) {
    if (!count.nearest[i]) continue;
    explanation.relaxations.push_back({static_cast<Removal>(i), OfferOf(*count.nearest[i])});
  }
  return explanation;
}

SlotTraits SlotInquiry::TraitsOf(const Slot& slot) const {
  const auto shown = calendar_->places()[slot.place].clock->At(slot.start);
  const auto& at = calendar_->doctors()[slot.place];
  const int minute = shown.hour() * 60 + shown.minute();
  return {absl::CivilDay(shown), (minute >= kAfternoon.start) + (minute >= kAfternoon.end),
          at.practitioner_id, at.location_id};
}

SlotOffer SlotInquiry::OfferOf(const Slot& slot) const {
  const auto start = absl::FromUnixSeconds(slot.start);
  return {.at = calendar_->doctors()[slot.place],
          .start = start,
          .end = start + absl::Seconds(query_.duration),
          .appointment_type = type_ ? std::optional(type_->code) : std::nullopt,
          .modality = Modality()};
}

std::string SlotInquiry::Modality() const {
  const auto& said = type_ && type_->modality ? type_->modality : wish_.modality;
  return said.value_or(std::string(kDefaultModality));
}

}  // namespace enlace::appointment
