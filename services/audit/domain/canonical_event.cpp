#include "services/audit/domain/canonical_event.h"

#include <sodium.h>

#include <utility>

namespace enlace::audit {
namespace {

constexpr std::string_view kFormat = "enlace-audit-v1\n";

std::string BigEndian(std::uint64_t number, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text.push_back(static_cast<char>((number >> shift) & 0xff));
  }
  return text;
}

class Writer {
 public:
  Writer& Bytes(std::string_view bytes) {
    bytes_.append(bytes);
    return *this;
  }
  Writer& Id(const core::Ulid& id) { return Bytes(IdBytes(id)); }
  Writer& Count(std::size_t count) { return Bytes(BigEndian(count, 4)); }
  Writer& Number(std::int64_t number) {
    return Bytes(BigEndian(static_cast<std::uint64_t>(number), 8));
  }
  Writer& Flag(bool flag) { return Bytes(BigEndian(flag ? 1 : 0, 1)); }
  // With its length, so that no two records have the same bytes.
  Writer& Text(std::string_view text) { return Count(text.size()).Bytes(text); }

  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace

std::string IdBytes(const core::Ulid& id) {
  std::string bytes(16, '\0');
  const auto uuid = id.ToUuid();
  sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), uuid.data(),
                 uuid.size(), "-", nullptr, nullptr);
  return bytes;
}

std::string CanonicalBytes(const SealedEvent& record) {
  const auto& event = record.event;
  Writer writer;
  writer.Bytes(kFormat)
      .Id(record.tenant_id)
      .Id(event.id)
      .Number(absl::ToUnixMicros(event.occurred_at))
      .Text(event.event_type)
      .Text(event.action)
      .Text(event.resource_type)
      .Count(event.resource_ids.size());
  for (const auto& id : event.resource_ids) writer.Id(id);
  writer.Number(event.resource_version)
      .Text(event.actor.type)
      .Text(event.actor.id)
      .Text(event.actor.email)
      .Text(event.request_id)
      .Text(event.ip)
      .Text(event.user_agent)
      .Text(event.endpoint)
      .Flag(event.success)
      .Text(event.reason)
      .Number(event.calls)
      .Text(event.before_json)
      .Text(event.after_json)
      .Id(record.person_id)
      .Text(record.payload);
  return writer.Take();
}

Hash EntryHash(const Hash& previous, std::uint64_t position, std::string_view canonical) {
  constexpr std::string_view kLeaf("\0", 1);
  return Sha256({kLeaf, BytesOf(previous), BigEndian(position, 8), canonical});
}

}  // namespace enlace::audit
