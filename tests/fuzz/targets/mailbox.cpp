#include "libs/mail/mailbox.h"
#include "tests/fuzz/input.h"

namespace enlace::fuzz {
namespace {

void Try(Input input) {
  const auto mailbox = mail::ParseMailbox(input.rest());
  if (!mailbox) return;
  Holds(mail::IsAddress(mailbox->address), "a mailbox has an address");
  Holds(!mailbox->Domain().empty(), "an address has a domain");
  for (const auto& text : {mailbox->name, mailbox->address}) {
    Holds(text.find_first_of("\r\n") == std::string::npos, "no mailbox begins another header");
  }
}

}  // namespace
}  // namespace enlace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  enlace::fuzz::Try({data, size});
  return 0;
}
