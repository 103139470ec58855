#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <vector>

namespace enlace::rpc {

// What an RPC's proto declares about its callers (enlace.common.v1.access).
struct MethodRule {
  // enlace.patient.v1.PatientService/GetPatient
  std::string full_name;
  // Numbers of enlace.common.v1.Role.
  std::vector<int> roles;
  // Of which a service account needs one.
  std::vector<std::string> scopes;
  bool discloses_personal_data = false;
  bool writes = false;
  // It may be called although the caller's tenant can only be read.
  bool while_read_only = false;
  // It tells of patients of any workflow.
  bool whole_tenant = false;
  // The services that call it; empty where it is not for services alone.
  std::vector<std::string> callers;
};

// The rule of `method` ("GetPatient") of `service`. Read once from the descriptor, then kept; valid
// for ever. A method that is absent or declares no rule gets one that allows nobody. Thread-safe.
const MethodRule& RuleOf(const google::protobuf::ServiceDescriptor* service,
                         std::string_view method);

}  // namespace enlace::rpc
