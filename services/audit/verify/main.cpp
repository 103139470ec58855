#include <sodium.h>

#include <iostream>
#include <string>
#include <vector>

#include "services/audit/verify/command.h"

int main(int argc, char** argv) {
  if (sodium_init() < 0) {
    std::cerr << "libsodium does not start\n";
    return 2;
  }
  return enlace::audit::verify::Run({argv + 1, argv + argc}, std::cout, std::cerr);
}
