#include "libs/rpc/clinical_fields.h"

#include <google/protobuf/reflection.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "enlace/common/v1/options.pb.h"
#include "libs/core/reasons.h"

namespace enlace::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Of requests that change something: names of fields to be cleared.
constexpr const char* kClearFields = "clear_fields";

// The fields of a type of message that matter.
struct Fields {
  std::vector<const FieldDescriptor*> clinical;
  // Those that hold messages in which there may be clinical ones.
  std::vector<const FieldDescriptor*> inner;
  // Null where nothing can be cleared.
  const FieldDescriptor* clear_fields = nullptr;
};

bool IsClinical(const FieldDescriptor& field) {
  return field.options().GetExtension(common::v1::clinical);
}

// Types refer to each other in circles: google.protobuf.Struct does.
bool HoldsClinical(const Descriptor& type, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (IsClinical(field)) return true;
    const auto* inner = field.message_type();
    if (inner != nullptr && HoldsClinical(*inner, seen)) return true;
  }
  return false;
}

Fields FindFields(const Descriptor& type) {
  Fields fields;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto* field = type.field(i);
    std::set<const Descriptor*> seen;
    if (IsClinical(*field)) {
      fields.clinical.push_back(field);
    } else if (field->message_type() != nullptr && HoldsClinical(*field->message_type(), seen)) {
      fields.inner.push_back(field);
    }
  }
  const auto* clear_fields = type.FindFieldByName(kClearFields);
  if (clear_fields != nullptr && clear_fields->is_repeated() &&
      clear_fields->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    fields.clear_fields = clear_fields;
  }
  return fields;
}

struct Cache {
  absl::Mutex mutex;
  absl::flat_hash_map<const Descriptor*, std::unique_ptr<const Fields>> types
      ABSL_GUARDED_BY(mutex);
};

const Fields& FieldsOf(const Descriptor* type) {
  static auto& cache = *new Cache;
  {
    absl::ReaderMutexLock lock(&cache.mutex);
    if (const auto found = cache.types.find(type); found != cache.types.end()) {
      return *found->second;
    }
  }
  absl::MutexLock lock(&cache.mutex);
  auto& slot = cache.types[type];
  if (!slot) slot = std::make_unique<const Fields>(FindFields(*type));
  return *slot;
}

bool IsSent(const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  return field->is_repeated() ? reflection->FieldSize(message, field) > 0
                              : reflection->HasField(message, field);
}

bool IsCleared(const Message& message, const FieldDescriptor* field,
               const FieldDescriptor* clear_fields) {
  if (clear_fields == nullptr) return false;
  const auto names =
      message.GetReflection()->GetRepeatedFieldRef<std::string>(message, clear_fields);
  return std::find(names.begin(), names.end(), field->json_name()) != names.end();
}

void Collect(const Message& message, const std::string& path, std::vector<core::Violation>& found) {
  const auto& fields = FieldsOf(message.GetDescriptor());
  for (const auto* field : fields.clinical) {
    if (IsSent(message, field) || IsCleared(message, field, fields.clear_fields)) {
      found.push_back(core::violation::ClinicalField(absl::StrCat(path, field->json_name())));
    }
  }
  const auto* reflection = message.GetReflection();
  for (const auto* field : fields.inner) {
    const auto inner = absl::StrCat(path, field->json_name());
    if (!field->is_repeated()) {
      if (reflection->HasField(message, field)) {
        Collect(reflection->GetMessage(message, field), inner + ".", found);
      }
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      Collect(reflection->GetRepeatedMessage(message, field, i), absl::StrCat(inner, "[", i, "]."),
              found);
    }
  }
}

}  // namespace

bool CanHoldClinicalFields(const Message& message) {
  const auto& fields = FieldsOf(message.GetDescriptor());
  return !fields.clinical.empty() || !fields.inner.empty();
}

void ClearClinicalFields(Message& message) {
  const auto& fields = FieldsOf(message.GetDescriptor());
  const auto* reflection = message.GetReflection();
  for (const auto* field : fields.clinical) reflection->ClearField(&message, field);
  for (const auto* field : fields.inner) {
    if (!field->is_repeated()) {
      if (reflection->HasField(message, field)) {
        ClearClinicalFields(*reflection->MutableMessage(&message, field));
      }
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      ClearClinicalFields(*reflection->MutableRepeatedMessage(&message, field, i));
    }
  }
}

std::vector<core::Violation> ClinicalFieldsSent(const Message& request) {
  std::vector<core::Violation> found;
  Collect(request, "", found);
  return found;
}

}  // namespace enlace::rpc
