#include "services/audit/domain/checkpoint_text.h"

#include <charconv>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"

namespace enlace::audit {
namespace {

constexpr char kTime[] = "%Y-%m-%dT%H:%M:%SZ";
constexpr std::string_view kHead = "head ";
constexpr std::string_view kSignedAt = "time ";

// The next line without its line feed, behind `prefix`; nullopt if there is none such.
std::optional<std::string_view> TakeLine(std::string_view& text, std::string_view prefix = "") {
  const auto end = text.find('\n');
  if (end == std::string_view::npos || !text.starts_with(prefix)) return std::nullopt;
  const auto line = text.substr(prefix.size(), end - prefix.size());
  text.remove_prefix(end + 1);
  return line;
}

std::optional<std::uint64_t> ReadSize(std::string_view text) {
  std::uint64_t size = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, size);
  if (error != std::errc() || stop != end) return std::nullopt;
  return size;
}

}  // namespace

std::string CheckpointText(const Checkpoint& checkpoint) {
  return absl::StrCat(core::Absl(kCheckpointOrigin), checkpoint.tenant_id.ToString(), "\n",
                      checkpoint.size, "\n", HashText(checkpoint.root), "\n", core::Absl(kHead),
                      HashText(checkpoint.head), "\n", core::Absl(kSignedAt),
                      absl::FormatTime(kTime, checkpoint.time, absl::UTCTimeZone()), "\n");
}

std::optional<Checkpoint> ReadCheckpointText(std::string_view text) {
  auto rest = text;
  const auto tenant = TakeLine(rest, kCheckpointOrigin);
  const auto size = TakeLine(rest);
  const auto root = TakeLine(rest);
  const auto head = TakeLine(rest, kHead);
  const auto time = TakeLine(rest, kSignedAt);
  if (!tenant || !size || !root || !head || !time) return std::nullopt;

  const auto tenant_id = core::Ulid::Parse(*tenant);
  const auto records = ReadSize(*size);
  const auto root_hash = ParseHash(*root);
  const auto head_hash = ParseHash(*head);
  Checkpoint checkpoint;
  if (!tenant_id || !records || *records == 0 || !root_hash || !head_hash ||
      !absl::ParseTime(kTime, core::Absl(*time), &checkpoint.time, nullptr)) {
    return std::nullopt;
  }
  checkpoint.tenant_id = *tenant_id;
  checkpoint.size = *records;
  checkpoint.root = *root_hash;
  checkpoint.head = *head_hash;
  // One spelling only: no signs, leading zeros, fractions or further lines.
  return CheckpointText(checkpoint) == text ? std::optional(checkpoint) : std::nullopt;
}

void ReadNotes(std::istream& file,
               const std::function<void(const std::string& note, std::size_t begin)>& take) {
  std::string note, line;
  std::size_t begin = 0, end = 0;
  bool signatures = false;
  const auto close = [&] {
    if (!note.empty()) take(note, begin);
    note.clear();
    begin = end;
    signatures = false;
  };
  while (std::getline(file, line)) {
    const bool signature = line.starts_with(kSignatureMark);
    // The next one's first line also ends a note that was cut off.
    if ((signatures && !signature) || line.starts_with(kCheckpointOrigin)) close();
    // What is written half lacks it.
    if (!file.eof()) line += '\n';
    end += line.size();
    if (note.empty() && line == "\n") {
      begin = end;
      continue;
    }
    signatures = signature;
    note += line;
  }
  close();
}

}  // namespace enlace::audit
