# Warnings of our own code; generated code and system headers are exempt.
add_library(enlace_warnings INTERFACE)
target_compile_options(enlace_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Werror
                                                 -Wno-missing-field-initializers)
