#pragma once

#include <vector>

#include "libs/core/error.h"
#include "libs/core/reason_text.h"

namespace enlace::rpc {

// Fills the `warnings` of an answer, in the caller's language.
template <typename Response>
void FillWarnings(const std::vector<core::Violation>& warnings, core::Language language,
                  Response* response) {
  for (const auto& warning : warnings) {
    auto* item = response->add_warnings();
    item->set_field(warning.field);
    item->set_reason(warning.reason);
    item->set_message(core::TextOf(warning, language));
  }
}

}  // namespace enlace::rpc
