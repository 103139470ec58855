#include "libs/clinical/phone.h"

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::clinical {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

const PhoneNumberUtil& Numbers() {
  static const PhoneNumberUtil* const kNumbers = [] {
    auto* util = PhoneNumberUtil::GetInstance();
    // The library's own log goes to stdout and may hold the number.
    util->SetLogger(new i18n::phonenumbers::NullLogger());
    return util;
  }();
  return *kNumbers;
}

// The library also finds numbers within prose, in letters and in links: none of that is meant here.
bool LooksLikeNumber(std::string_view text) {
  constexpr std::size_t kMaxLength = 32;
  return !text.empty() && text.size() <= kMaxLength &&
         text.find_first_not_of("0123456789+-./() ") == std::string_view::npos &&
         text.rfind('+') == (text[0] == '+' ? 0 : std::string_view::npos);
}

std::optional<std::string> InE164(std::string_view text, std::string_view region) {
  PhoneNumber number;
  if (!LooksLikeNumber(text) ||
      Numbers().Parse(std::string(text), std::string(region), &number) !=
          PhoneNumberUtil::NO_PARSING_ERROR ||
      Numbers().IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE) {
    return std::nullopt;
  }
  std::string formatted;
  Numbers().Format(number, PhoneNumberUtil::E164, &formatted);
  return formatted;
}

}  // namespace

std::optional<std::string> ReadPhone(std::string_view value, std::string_view field,
                                     std::vector<core::Violation>& violations,
                                     std::string_view region) {
  const std::string_view text = Trim(value);
  auto phone = InE164(text, region);
  // With two trunk prefixes one is left, and the number that is kept would be read as another.
  if (phone && (*phone == text || InE164(*phone, region) == phone)) return phone;
  violations.push_back(core::violation::PhoneFormat(field));
  return std::nullopt;
}

bool IsRegion(std::string_view region) {
  return Numbers().GetCountryCodeForRegion(std::string(region)) != 0;
}

}  // namespace enlace::clinical
