#include "libs/rpc/struct_json.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/core/reasons.h"

namespace enlace::rpc {
namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;
using google::protobuf::Value;
using nlohmann::json;

namespace violation = core::violation;

constexpr int kMaxDepth = 32;
constexpr int kMaxKeys = 1000;
constexpr double kMaxNumber = 1e30;
constexpr double kMaxExact = 9007199254740992.0;  // 2^53

class StructReader {
 public:
  explicit StructReader(std::vector<core::Violation>& violations) : violations_(violations) {}

  json Object(const Struct& message, const std::string& path, int depth) {
    json out = json::object();
    if (!Enter(path, depth)) return out;
    for (const auto& [key, value] : message.fields()) {
      const std::string at = absl::StrCat(path, ".", Shown(key));
      if (++keys_ > kMaxKeys) {
        if (keys_ == kMaxKeys + 1) Refuse(violation::TooManyKeys(path, kMaxKeys));
        break;
      }
      if (key.empty() || key.size() > 256 || HasNul(key)) {
        Refuse(violation::KeyFormat(at));
        continue;
      }
      out[key] = Any(value, at, depth);
    }
    return out;
  }

 private:
  static bool HasNul(const std::string& text) { return text.find('\0') != std::string::npos; }
  // A key in an error is cut, so that an answer can't grow with the request; never within a
  // character, because the details of an error must be UTF-8.
  static std::string Shown(const std::string& key) {
    std::size_t end = std::min<std::size_t>(key.size(), 64);
    while (end < key.size() && end > 0 && (static_cast<unsigned char>(key[end]) & 0xC0) == 0x80) {
      --end;
    }
    return key.substr(0, end);
  }

  void Refuse(core::Violation violation) { violations_.push_back(std::move(violation)); }

  bool Enter(const std::string& path, int depth) {
    if (depth <= kMaxDepth) return true;
    Refuse(violation::TooDeep(path, kMaxDepth));
    return false;
  }

  json Any(const Value& value, const std::string& path, int depth) {
    switch (value.kind_case()) {
      case Value::kBoolValue:
        return value.bool_value();
      case Value::kNumberValue:
        return Number(value.number_value(), path);
      case Value::kStringValue:
        if (HasNul(value.string_value())) {
          Refuse(violation::Nul(path));
          return nullptr;
        }
        return value.string_value();
      case Value::kStructValue:
        return Object(value.struct_value(), path, depth + 1);
      case Value::kListValue:
        return List(value.list_value(), path, depth + 1);
      default:
        return nullptr;
    }
  }

  json List(const ListValue& list, const std::string& path, int depth) {
    json out = json::array();
    if (!Enter(path, depth)) return out;
    int index = 0;
    for (const auto& value : list.values()) {
      out.push_back(Any(value, absl::StrCat(path, "[", index++, "]"), depth));
    }
    return out;
  }

  json Number(double number, const std::string& path) {
    if (!std::isfinite(number) || std::abs(number) > kMaxNumber) {
      Refuse(violation::NumberTooLarge(path));
      return nullptr;
    }
    if (std::trunc(number) != number) return number;
    // At 2^53 itself a neighbour may already have been rounded to it.
    if (std::abs(number) >= kMaxExact) {
      Refuse(violation::IntegerTooLarge(path));
      return nullptr;
    }
    return static_cast<std::int64_t>(number);
  }

  std::vector<core::Violation>& violations_;
  int keys_ = 0;
};

void FillValue(const json& in, Value* out) {
  switch (in.type()) {
    case json::value_t::boolean:
      out->set_bool_value(in.get<bool>());
      break;
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
    case json::value_t::number_float:
      out->set_number_value(in.get<double>());
      break;
    case json::value_t::string:
      out->set_string_value(in.get_ref<const std::string&>());
      break;
    case json::value_t::object:
      ToStruct(in, out->mutable_struct_value());
      break;
    case json::value_t::array: {
      auto* list = out->mutable_list_value();
      for (const auto& item : in) FillValue(item, list->add_values());
      break;
    }
    default:
      out->set_null_value(google::protobuf::NULL_VALUE);
      break;
  }
}

}  // namespace

json FromStruct(const Struct& message, std::string_view field,
                std::vector<core::Violation>& violations) {
  return StructReader(violations).Object(message, std::string(field), 1);
}

void ToStruct(const json& object, Struct* message) {
  message->clear_fields();
  if (!object.is_object()) return;
  for (const auto& [key, value] : object.items()) {
    FillValue(value, &(*message->mutable_fields())[key]);
  }
}

}  // namespace enlace::rpc
