#pragma once

#include <boost/fiber/context.hpp>
#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace enlace::loop {

// Tells AddressSanitizer on which stack a thread goes on, which Debian's build of Boost doesn't: it
// would take what an exception left behind for mistakes. Of one thread only; nothing without it.
class FiberSwitches {
 public:
#if defined(__SANITIZE_ADDRESS__)

  // Bytes of each fiber's stack: the sanitizer makes frames larger.
  static constexpr std::size_t kStackBytes = std::size_t{1} << 20;

  // The thread is back on its own stack then.
  ~FiberSwitches() { ToThread(); }

  // Just before the switch, while the old stack is still in use: nothing may throw until then.
  void To(const boost::fibers::context& next) {
    if (next.is_context(boost::fibers::type::main_context)) return ToThread();
    // A context lies at the upper end of its stack.
    ToStack(reinterpret_cast<const std::byte*>(&next) - kStackBytes, kStackBytes);
  }

 private:
  void ToThread() {
    if (thread_ != nullptr) ToStack(thread_, thread_bytes_);
  }
  void ToStack(const void* bottom, std::size_t bytes) {
    const void* left = nullptr;
    std::size_t left_bytes = 0;
    __sanitizer_start_switch_fiber(nullptr, bottom, bytes);
    __sanitizer_finish_switch_fiber(nullptr, &left, &left_bytes);
    if (thread_ != nullptr) return;
    thread_ = left;
    thread_bytes_ = left_bytes;
  }

  // The stack that was left first.
  const void* thread_ = nullptr;
  std::size_t thread_bytes_ = 0;

#else

  static constexpr std::size_t kStackBytes = std::size_t{256} << 10;
  void To(const boost::fibers::context&) {}

#endif
};

}  // namespace enlace::loop
