# Warnings of our own code; generated code and system headers are exempt. Without -Wpedantic: it
# changes a predefined macro, so that the precompiled header would be refused. Errors only where
# tests are built: another compiler's new warning must not keep anyone from installing.
add_library(enlace_warnings INTERFACE)
target_compile_options(enlace_warnings INTERFACE -Wall -Wextra -Wshadow $<$<CONFIG:Debug>:-Werror>
                                                 -Wno-missing-field-initializers)
