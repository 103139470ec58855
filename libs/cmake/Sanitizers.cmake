# ENLACE_SANITIZE=address,undefined or thread: for everything that is compiled here.
set(ENLACE_SANITIZE "" CACHE STRING "Value of -fsanitize, or empty")
if(ENLACE_SANITIZE)
  add_compile_options(-fsanitize=${ENLACE_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${ENLACE_SANITIZE})
endif()
