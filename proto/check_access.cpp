// Ends with 1 and names them when RPCs do not declare who may call, or whether they write.

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <iostream>

#include "all_services.h"
#include "enlace/common/v1/options.pb.h"

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::MethodOptions;

bool HasField(const MethodDescriptor& method, int number, const char* name,
              FieldDescriptor::Type type) {
  const auto* field = method.input_type()->FindFieldByNumber(number);
  return field != nullptr && field->name() == name && field->type() == type &&
         !field->is_repeated();
}

// A read by its name.
bool Reads(const MethodDescriptor& method) {
  const auto& name = method.name();
  return name.rfind("Get", 0) == 0 || name.rfind("List", 0) == 0 || name.rfind("Resolve", 0) == 0 ||
         name.rfind("Search", 0) == 0 || name.rfind("Export", 0) == 0 ||
         name.rfind("Watch", 0) == 0;
}

bool IsService(std::string_view name) {
  return name == "auth" || name == "patient" || name == "appointment" || name == "audit";
}

// What is wrong with the services that call the method.
std::string_view FaultOfCallers(const enlace::common::v1::AccessRule& rule) {
  const auto& callers = rule.callers();
  const bool for_services =
      rule.roles_size() == 1 && rule.roles(0) == enlace::common::v1::ROLE_INTERNAL_SERVICE;
  if (for_services && callers.empty()) return "is for services alone and names no callers";
  if (!for_services && !callers.empty()) return "names callers and is not for services alone";
  return std::all_of(callers.begin(), callers.end(), IsService) ? ""
                                                                : "names a caller that is none";
}

// What is wrong with the method's declaration; empty when nothing is.
std::string_view Fault(const MethodDescriptor& method) {
  if (!method.options().HasExtension(enlace::common::v1::access)) return "declares no access rule";
  const auto& rule = method.options().GetExtension(enlace::common::v1::access);
  if (rule.roles().empty()) return "allows no role";
  for (const int role : rule.roles()) {
    if (role == enlace::common::v1::ROLE_UNSPECIFIED) return "allows ROLE_UNSPECIFIED";
    if (role == enlace::common::v1::ROLE_SERVICE_ACCOUNT && rule.scopes().empty()) {
      return "allows ROLE_SERVICE_ACCOUNT without naming a scope";
    }
  }
  if (const auto fault = FaultOfCallers(rule); !fault.empty()) return fault;
  const auto& roles = rule.roles();
  const bool by_link = std::count(roles.begin(), roles.end(), enlace::common::v1::ROLE_LINK) > 0;
  // Kept answers belong to a credential: what asks for none has none.
  if (by_link) {
    return roles.size() > 1 || rule.writes() || rule.discloses_personal_data()
               ? "allows ROLE_LINK beside what needs a credential"
               : "";
  }
  const bool repeatable = method.options().idempotency_level() == MethodOptions::IDEMPOTENT;
  if (rule.writes() == (Reads(method) || repeatable)) {
    return rule.writes() ? "says that it writes, which its name or its idempotency_level denies"
                         : "does not say that it writes";
  }
  if (rule.writes() && !(HasField(method, 100, "idempotency_key", FieldDescriptor::TYPE_STRING) &&
                         HasField(method, 101, "validate_only", FieldDescriptor::TYPE_BOOL))) {
    return "writes without idempotency_key = 100 and validate_only = 101 in its request";
  }
  return "";
}

int CountFaults(const FileDescriptor& file) {
  int faults = 0;
  for (int s = 0; s < file.service_count(); ++s) {
    for (int m = 0; m < file.service(s)->method_count(); ++m) {
      const auto& method = *file.service(s)->method(m);
      const auto fault = Fault(method);
      if (fault.empty()) continue;
      std::cerr << method.full_name() << ' ' << fault << ": see enlace/common/v1/options.proto\n";
      ++faults;
    }
  }
  return faults;
}

}  // namespace

int main() {
  int faults = 0;
  for (const char* name : kAllServices) {
    const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr) {
      std::cerr << name << " is not linked into this program\n";
      return 1;
    }
    faults += CountFaults(*file);
  }
  return faults == 0 ? 0 : 1;
}
