#include "services/auth/rpc/timestamp.h"

#include <google/protobuf/util/time_util.h>

namespace enlace::auth::rpc {

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

}  // namespace enlace::auth::rpc
