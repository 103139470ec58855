#pragma once

#include <google/protobuf/timestamp.pb.h>

#include "absl/time/time.h"

namespace enlace::auth::rpc {

// To the microsecond, as the database keeps it.
google::protobuf::Timestamp TimestampOf(absl::Time time);

}  // namespace enlace::auth::rpc
