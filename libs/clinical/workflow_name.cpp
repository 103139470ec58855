#include "libs/clinical/workflow_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace enlace::clinical {

bool IsWorkflowName(std::string_view text) {
  return !text.empty() && text.size() <= kMaxWorkflowName &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '-';
         });
}

}  // namespace enlace::clinical
