#pragma once

#include <string>

namespace enlace::mail {

// One mail to one person; texts are UTF-8, their lines end in \n.
struct Mail {
  // The part of its Message-ID before the @, a ULID: a mail that is sent twice is recognized by it.
  std::string id;
  // A bare address: no name, no brackets.
  std::string to;
  std::string subject;
  std::string text;
  // The same for who prefers HTML; empty: none.
  std::string html;
};

}  // namespace enlace::mail
