#include "libs/clinical/custom_fields.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

nlohmann::json Parsed(std::string_view text) {
  return nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
}

// A line that is the object that is there, one that is sent, and then names and values of filters.
void Try(Input input) {
  auto fields = Parsed(input.Line());
  const auto sent = Parsed(input.Line());
  if (!fields.is_object()) fields = nlohmann::json::object();
  if (!sent.is_discarded()) {
    std::vector<core::Violation> violations;
    clinical::MergeCustomFields(sent, "customFields", fields, violations);
    Holds(sent.is_object() || !violations.empty(), "what is no object is refused");
    const auto once = fields;
    if (violations.empty()) {
      clinical::MergeCustomFields(sent, "customFields", fields, violations);
      Holds(violations.empty() && fields == once, "merging twice is merging once");
    }
  }
  clinical::CustomFieldFilter asked;
  while (!input.empty()) {
    const std::string name(input.Line());
    asked.emplace_back(name, input.Line());
  }
  std::vector<core::Violation> violations;
  const auto filter = clinical::ReadCustomFieldFilter(asked, "customFields", violations);
  Holds(filter.size() <= clinical::kMaxCustomFieldFilters, "filters have their limit");
  Holds(violations.empty() == (filter == asked), "a filter is taken or refused");
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
