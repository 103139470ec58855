#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

#include "services/audit/domain/checkpoint.h"

namespace enlace::audit {

// What every line with a signature begins with: an em dash and a space.
inline constexpr std::string_view kSignatureMark = "\u2014 ";

// What stands before the tenant's id in the first line.
inline constexpr std::string_view kCheckpointOrigin = "enlace-audit/";

// What is signed, up to the line feed of its last line.
std::string CheckpointText(const Checkpoint& checkpoint);

// Reads what CheckpointText writes; nullopt for every other text.
std::optional<Checkpoint> ReadCheckpointText(std::string_view text);

// Hands over the notes of a file, one after another, and at which byte each begins. A note that was
// cut off is one as well, without its end.
void ReadNotes(std::istream& file,
               const std::function<void(const std::string& note, std::size_t begin)>& take);

}  // namespace enlace::audit
