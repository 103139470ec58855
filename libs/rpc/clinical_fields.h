#pragma once

#include <google/protobuf/message.h>

#include <vector>

#include "libs/core/error.h"

namespace enlace::rpc {

// What the protos mark as clinical (enlace.common.v1.clinical). Which fields of a type of message
// lead to one is found once. Thread-safe.

// Whether a message of this type can hold a clinical field, however deep.
bool CanHoldClinicalFields(const google::protobuf::Message& message);

// Clears every clinical field, however deep it lies.
void ClearClinicalFields(google::protobuf::Message& message);

// A violation (CLINICAL_FIELD) for each clinical field that the request sends, or clears by naming
// it in its `clear_fields`: "comment", "patient.customFields".
std::vector<core::Violation> ClinicalFieldsSent(const google::protobuf::Message& request);

}  // namespace enlace::rpc
