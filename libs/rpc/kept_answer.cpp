#include "libs/rpc/kept_answer.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <sodium.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>

#include "enlace/common/v1/options.pb.h"

namespace enlace::rpc {
namespace {

using nlohmann::json;

// Of every request of an RPC that writes: see enlace/common/v1/options.proto.
constexpr int kIdempotencyKeyField = 100;

json Binary(std::string_view text) {
  return json::binary(std::vector<std::uint8_t>(text.begin(), text.end()));
}

std::string Text(const json& binary) {
  const auto& bytes = binary.get_binary();
  return {bytes.begin(), bytes.end()};
}

std::string Canonical(const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> asked(request.New());
  asked->CopyFrom(request);
  if (const auto* key = asked->GetDescriptor()->FindFieldByNumber(kIdempotencyKeyField)) {
    asked->GetReflection()->ClearField(asked.get(), key);
  }
  std::string text;
  google::protobuf::io::StringOutputStream stream(&text);
  {
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    asked->SerializeToCodedStream(&out);
  }
  return text;
}

}  // namespace

std::string KeptAnswer::Encode() const {
  json kept = {{"call", Binary(call)}, {"message", Binary(message)}, {"omitted", omitted},
               {"created", created},   {"type", disclosed_type},     {"ids", json::array()}};
  for (const auto& id : disclosed) kept["ids"].push_back(id.ToString());
  const auto bytes = json::to_msgpack(kept);
  return {bytes.begin(), bytes.end()};
}

std::optional<KeptAnswer> KeptAnswer::Decode(std::string_view text) {
  const auto kept = json::from_msgpack(text.begin(), text.end(), /*strict=*/true,
                                       /*allow_exceptions=*/false);
  try {
    KeptAnswer answer{.call = Text(kept.at("call")),
                      .message = Text(kept.at("message")),
                      .omitted = kept.at("omitted").get<std::vector<std::string>>(),
                      .created = kept.at("created").get<bool>(),
                      .disclosed_type = kept.at("type").get<std::string>()};
    for (const auto& text_of_id : kept.at("ids").get<std::vector<std::string>>()) {
      const auto id = core::Ulid::Parse(text_of_id);
      if (!id) return std::nullopt;
      answer.disclosed.push_back(*id);
    }
    return answer;
  } catch (const json::exception&) {
    // A member that is missing, or of another type.
    return std::nullopt;
  }
}

std::string HashOfCall(std::string_view method, std::string_view if_match,
                       const google::protobuf::Message& request) {
  const auto canonical = Canonical(request);
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
  for (const std::string_view part : {method, if_match, std::string_view(canonical)}) {
    const auto size = static_cast<std::uint64_t>(part.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  }
  std::string hash(crypto_generichash_BYTES, '\0');
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(hash.data()), hash.size());
  return hash;
}

std::vector<std::string> ClearSecrets(google::protobuf::Message& message) {
  std::vector<std::string> cleared;
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->options().GetExtension(common::v1::secret)) {
      reflection->ClearField(&message, field);
      cleared.push_back(field->json_name());
    } else if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE &&
               !field->is_repeated()) {
      auto inner = ClearSecrets(*reflection->MutableMessage(&message, field));
      std::move(inner.begin(), inner.end(), std::back_inserter(cleared));
    }
  }
  return cleared;
}

}  // namespace enlace::rpc
