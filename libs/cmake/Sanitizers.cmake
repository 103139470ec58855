# ENLACE_SANITIZE=address,undefined or thread: for everything that is compiled here.
set(ENLACE_SANITIZE "" CACHE STRING "Value of -fsanitize, or empty")
if(ENLACE_SANITIZE)
  add_compile_options(-fsanitize=${ENLACE_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${ENLACE_SANITIZE})
  if(ENLACE_SANITIZE STREQUAL "thread")
    # Boost's reference counts have a fence, which ThreadSanitizer does not see: of one thread's fibers.
    add_compile_options(-Wno-tsan)
  endif()
endif()
