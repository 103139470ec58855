# enlace_add_test(NAME x SOURCES … LINK …): a pure Catch2 program.
# enlace_add_pgtest(…): the same, needs PostgreSQL; reads ENLACE_TEST_PG.
# Both run once per program, labelled "unit" or "pg"; GRPC_PCH forces the precompiled header.
set(ENLACE_TEST_SECONDS 300 CACHE STRING "How long one test program may take")

function(enlace_test_program label)
  cmake_parse_arguments(ARG "GRPC_PCH" "NAME" "SOURCES;LINK" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_LINK} Catch2::Catch2WithMain enlace_warnings)
  if(ARG_GRPC_PCH)
    enlace_use_grpc_pch(${ARG_NAME})
  endif()
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME} --colour-mode none)
  # A hang; the preset of a sanitizer, under which all takes longer, has its own.
  set_tests_properties(${ARG_NAME} PROPERTIES LABELS ${label} TIMEOUT ${ENLACE_TEST_SECONDS})
endfunction()

function(enlace_add_test)
  enlace_test_program(unit ${ARGN})
endfunction()

function(enlace_add_pgtest)
  enlace_test_program(pg ${ARGN})
endfunction()
