// enlace-bench-client WORKLOAD DATA_FILE TARGET CONCURRENCY CHANNELS WARM_UP_SECONDS SECONDS
// Prints "start" when the measured time begins and one line of JSON at its end:
//   {"seconds":…,"count":…,"responseBytes":…,"histogram":[[bucket,count],…],
//    "unexpected":{"<status>":count},"firstError":"…"}
#include <cstdlib>
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "tests/bench/client/load.h"

namespace enlace::bench {
namespace {

constexpr int kArguments = 8;

void Run(char** arguments) {
  const auto* workload = FindWorkload(arguments[1]);
  if (workload == nullptr) throw std::runtime_error("no such workload");
  const auto data = DataSet::Read(arguments[2]);
  const LoadOptions options{.target = arguments[3],
                            .concurrency = std::stoi(arguments[4]),
                            .channels = std::stoi(arguments[5]),
                            .warm_up = absl::Seconds(std::stod(arguments[6])),
                            .measured = absl::Seconds(std::stod(arguments[7]))};
  if (options.concurrency < 1 || options.channels < 1) {
    throw std::runtime_error("concurrency and channels are at least 1");
  }
  const auto result = RunLoad(options, *workload, data, [] { std::cout << "start" << std::endl; });
  nlohmann::json unexpected = nlohmann::json::object();
  for (const auto& [status, count] : result.unexpected) unexpected[std::to_string(status)] = count;
  const nlohmann::json line = {{"seconds", absl::ToDoubleSeconds(result.measured)},
                               {"count", result.latencies.count()},
                               {"responseBytes", result.response_bytes},
                               {"histogram", result.latencies.ToJson()},
                               {"unexpected", unexpected},
                               {"firstError", result.first_error}};
  std::cout << line.dump() << std::endl;
}

}  // namespace
}  // namespace enlace::bench

int main(int argc, char** argv) {
  if (argc != enlace::bench::kArguments) {
    std::cerr << "usage: enlace-bench-client WORKLOAD DATA_FILE TARGET CONCURRENCY CHANNELS"
                 " WARM_UP_SECONDS SECONDS\n";
    return 2;
  }
  try {
    enlace::bench::Run(argv);
  } catch (const std::exception& error) {
    std::cerr << "enlace-bench-client: " << error.what() << '\n';
    return 1;
  }
  return EXIT_SUCCESS;
}
