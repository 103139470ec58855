#pragma once

#include <boost/fiber/context.hpp>
#include <cstddef>

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>

#include "absl/container/flat_hash_map.h"
#elif defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace enlace::loop {

// Tells the sanitizers on which stack a thread goes on, which Debian's build of Boost doesn't. Of
// one thread only; nothing without a sanitizer.
//
// They are told a moment early, while the old stack is still in use: by a function without their
// instrumentation, and by nothing that throws until the switch.
class FiberSwitches {
 public:
  // Bytes of each fiber's stack: AddressSanitizer makes frames larger.
#if defined(__SANITIZE_ADDRESS__)
  static constexpr std::size_t kStackBytes = std::size_t{1} << 20;
#else
  static constexpr std::size_t kStackBytes = std::size_t{256} << 10;
#endif

#if defined(__SANITIZE_THREAD__)

#define ENLACE_BEFORE_SWITCH __attribute__((no_sanitize("thread"), noinline))

  FiberSwitches() : thread_(__tsan_get_current_fiber()) {}
  // The thread is back on its own stack then.
  ENLACE_BEFORE_SWITCH ~FiberSwitches() {
    __tsan_switch_to_fiber(thread_, 0);
    DestroyAll();
  }
  ENLACE_BEFORE_SWITCH void To(const boost::fibers::context& next) {
    __tsan_switch_to_fiber(FiberOf(next), 0);
  }

 private:
  void* FiberOf(const boost::fibers::context& next) {
    if (next.is_context(boost::fibers::type::main_context)) return thread_;
    auto& fiber = fibers_[&next];
    if (fiber == nullptr) fiber = __tsan_create_fiber(0);
    return fiber;
  }
  void DestroyAll() {
    for (const auto& [context, fiber] : fibers_) __tsan_destroy_fiber(fiber);
  }

  void* const thread_;
  absl::flat_hash_map<const boost::fibers::context*, void*> fibers_;

#elif defined(__SANITIZE_ADDRESS__)

#define ENLACE_BEFORE_SWITCH

  ~FiberSwitches() { ToThread(); }
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

#define ENLACE_BEFORE_SWITCH

  void To(const boost::fibers::context&) {}

#endif
};

}  // namespace enlace::loop
