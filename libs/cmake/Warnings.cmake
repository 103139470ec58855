# Warnings of our own code; generated code and system headers are exempt. Without -Wpedantic: it
# changes a predefined macro, so that the precompiled header would be refused.
add_library(enlace_warnings INTERFACE)
target_compile_options(enlace_warnings INTERFACE -Wall -Wextra -Wshadow -Werror
                                                 -Wno-missing-field-initializers)
