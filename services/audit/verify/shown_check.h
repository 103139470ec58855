#pragma once

#include <string>

#include "services/audit/verify/export_reader.h"

namespace enlace::audit::verify {

struct ShownCheck {
  // The payload is there and was opened.
  bool opened = false;
  // The payload is there, without a key.
  bool closed = false;
  // What is wrong, as the end of a sentence about the record; empty if nothing is.
  std::string fault;
};

// Whether the actor's e-mail, the address and the user agent that a line shows are those that the
// record holds. The rows are not compared: the API renames their columns.
ShownCheck CheckShown(const ExportLine& line);

}  // namespace enlace::audit::verify
