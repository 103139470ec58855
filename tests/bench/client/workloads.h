#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/client/data_set.h"

namespace enlace::bench {

// One kind of request. The requests of tests/bench/workloads.go have the same shape: what pgbench
// runs is captured from them.
struct Workload {
  std::string_view name;
  // Full name of the RPC, as it stands in the HTTP/2 path.
  std::string_view path;
  // What a good answer's status is.
  grpc::StatusCode expected = grpc::StatusCode::OK;
  std::function<grpc::ByteBuffer(const TenantData&, Random&)> make;
  // All requests are the data set's first tenant's.
  bool first_tenant = false;
};

const std::vector<Workload>& Workloads();

// Null for an unknown name.
const Workload* FindWorkload(std::string_view name);

}  // namespace enlace::bench
