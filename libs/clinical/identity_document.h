#pragma once

#include <string>

namespace enlace::clinical {

// An identity document in canonical form: upper case, no surrounding white space. Read and judged
// by libs/catalog/identity_document.h.
struct IdentityDocument {
  // CC, TI, CE, …
  std::string type;
  std::string number;

  friend bool operator==(const IdentityDocument&, const IdentityDocument&) = default;
};

}  // namespace enlace::clinical
