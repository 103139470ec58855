#include "services/audit/domain/json_object.h"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace enlace::audit {
namespace {

// Returning false ends the reading.
class Checker final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return depth_ > 0; }
  bool boolean(bool) override { return depth_ > 0; }
  bool number_integer(std::int64_t) override { return depth_ > 0; }
  bool number_unsigned(std::uint64_t) override { return depth_ > 0; }
  bool number_float(double, const std::string&) override { return depth_ > 0; }
  bool string(std::string& value) override { return depth_ > 0 && HasNoNul(value); }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool key(std::string& value) override { return HasNoNul(value); }
  bool start_object(std::size_t) override { return ++depth_ <= kMaxJsonDepth; }
  bool end_object() override { return --depth_ >= 0; }
  bool start_array(std::size_t) override { return ++depth_ > 1 && depth_ <= kMaxJsonDepth; }
  bool end_array() override { return --depth_ >= 0; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  static bool HasNoNul(const std::string& value) { return value.find('\0') == std::string::npos; }
  int depth_ = 0;
};

}  // namespace

bool IsStorableJsonObject(std::string_view text) {
  // The parser takes a NUL for the end of the text.
  if (text.find('\0') != std::string_view::npos) return false;
  Checker checker;
  return nlohmann::json::sax_parse(text, &checker);
}

}  // namespace enlace::audit
