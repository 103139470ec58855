#include "tests/bench/client/load.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/clock.h"

namespace enlace::bench {
namespace {

constexpr absl::Duration kCallTimeout = absl::Seconds(10);
// Requests that are made before the load begins: what it costs to make one is not to be taken from
// the processors that are measured. More than a slice of writes sends.
constexpr std::size_t kMadeBefore = 16384;

std::int64_t Nanoseconds() { return absl::GetCurrentTimeNanos(); }

std::shared_ptr<grpc::Channel> Connect(const std::string& target) {
  grpc::ChannelArguments arguments;
  // Or all channels would share one connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(-1);
  if (absl::StartsWith(target, "unix:")) {
    arguments.SetString(GRPC_ARG_DEFAULT_AUTHORITY, "localhost");
  }
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
}

struct Flight {
  grpc::GenericStub* stub = nullptr;
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
  std::int64_t started = 0;
};

class Load {
 public:
  Load(const LoadOptions& options, const Workload& workload, const DataSet& data)
      : options_(options),
        workload_(workload),
        path_(workload.path),
        data_(data),
        flights_(static_cast<std::size_t>(options.concurrency)) {
    for (int i = 0; i < options.channels; ++i) {
      stubs_.push_back(std::make_unique<grpc::GenericStub>(Connect(options.target)));
    }
    for (std::size_t i = 0; i < flights_.size(); ++i) {
      flights_[i].stub = stubs_[i % stubs_.size()].get();
    }
    made_.reserve(kMadeBefore);
    while (made_.size() < kMadeBefore) made_.push_back(Make());
  }

  LoadResult Run(const std::function<void()>& on_start) {
    for (auto& flight : flights_) Start(flight);
    Answer(Nanoseconds() + absl::ToInt64Nanoseconds(options_.warm_up));
    on_start();
    counting_ = true;
    const std::int64_t begin = Nanoseconds();
    Answer(begin + absl::ToInt64Nanoseconds(options_.measured));
    result_.measured = absl::Nanoseconds(Nanoseconds() - begin);
    counting_ = false;
    Drain();
    return std::move(result_);
  }

 private:
  struct Made {
    const TenantData* tenant;
    grpc::ByteBuffer request;
  };

  Made Make() {
    const auto& tenant = workload_.first_tenant ? data_.tenants.front() : data_.Any(random_);
    return {&tenant, workload_.make(tenant, random_)};
  }

  Made Take() {
    if (made_.empty()) return Make();
    auto last = std::move(made_.back());
    made_.pop_back();
    return last;
  }

  void Start(Flight& flight) {
    const auto [tenant, request] = Take();
    flight.context.emplace();
    flight.context->set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
    flight.context->AddMetadata("x-api-key", tenant->key);
    flight.response.Clear();
    flight.started = Nanoseconds();
    flight.reader = flight.stub->PrepareUnaryCall(&*flight.context, path_, request, &queue_);
    flight.reader->StartCall();
    flight.reader->Finish(&flight.response, &flight.status, &flight);
  }

  Flight& Next() {
    void* tag = nullptr;
    bool ok = false;
    queue_.Next(&tag, &ok);
    return *static_cast<Flight*>(tag);
  }

  // Takes answers and sends the next requests until the given time.
  void Answer(std::int64_t until) {
    while (true) {
      Flight& flight = Next();
      const std::int64_t now = Nanoseconds();
      Count(flight, now);
      Start(flight);
      if (now >= until) return;
    }
  }

  void Count(const Flight& flight, std::int64_t now) {
    if (flight.status.error_code() != workload_.expected) {
      ++result_.unexpected[flight.status.error_code()];
      if (result_.first_error.empty()) result_.first_error = flight.status.error_message();
    } else if (counting_) {
      result_.latencies.Add(now - flight.started);
      result_.response_bytes += static_cast<std::int64_t>(flight.response.Length());
    }
  }

  void Drain() {
    for (std::size_t i = 0; i < flights_.size(); ++i) Next();
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) continue;
  }

  const LoadOptions& options_;
  const Workload& workload_;
  const std::string path_;
  const DataSet& data_;
  Random random_{std::random_device()()};
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  std::vector<Flight> flights_;
  std::vector<Made> made_;
  bool counting_ = false;
  LoadResult result_;
};

}  // namespace

LoadResult RunLoad(const LoadOptions& options, const Workload& workload, const DataSet& data,
                   const std::function<void()>& on_start) {
  return Load(options, workload, data).Run(on_start);
}

}  // namespace enlace::bench
