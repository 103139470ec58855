# enlace_define_migration(target service): ENLACE_MIGRATION is the number of the service's newest
# migration, which the last file's name begins with. The target must not use the shared
# precompiled header, which does not know the definition.
function(enlace_define_migration target service)
  file(GLOB migrations CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/migrations/${service}
       ${CMAKE_SOURCE_DIR}/migrations/${service}/*.sql)
  list(SORT migrations)
  list(GET migrations -1 newest)
  string(REGEX MATCH "[1-9][0-9]*" newest ${newest})
  target_compile_definitions(${target} PRIVATE ENLACE_MIGRATION=${newest})
endfunction()
