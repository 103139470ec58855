#include "services/auth/domain/time_zone.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/time/time.h"

namespace enlace::auth {
namespace {

bool IsZoneCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '+' ||
         c == '/';
}

}  // namespace

bool IsTimeZone(std::string_view name) {
  // absl::LoadTimeZone would also open any file by an absolute path, and knows names of its own
  // ("localtime", "Fixed/UTC…") that no other database of zones has.
  if (name.empty() || name.size() > 64 ||
      !absl::ascii_isupper(static_cast<unsigned char>(name[0])) || name.starts_with("Fixed/") ||
      !std::all_of(name.begin(), name.end(), IsZoneCharacter)) {
    return false;
  }
  absl::TimeZone zone;
  return absl::LoadTimeZone(std::string(name), &zone);
}

}  // namespace enlace::auth
