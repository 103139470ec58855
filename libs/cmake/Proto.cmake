# enlace_proto(NAME x PROTOS a.proto … [DEPENDS other…] [ROOT dir]): C++ of the protos, with gRPC
# code for those named *_service.proto or health.proto, generated in the build tree, as a static library.
find_program(GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)
set(ENLACE_GEN ${CMAKE_BINARY_DIR}/gen)
set(ENLACE_GOOGLEAPIS ${CMAKE_SOURCE_DIR}/build/googleapis)
file(MAKE_DIRECTORY ${ENLACE_GEN})

function(enlace_proto)
  cmake_parse_arguments(ARG "" "NAME;ROOT" "PROTOS;DEPENDS" ${ARGN})
  if(NOT ARG_ROOT)
    set(ARG_ROOT ${CMAKE_SOURCE_DIR}/proto)
  endif()
  set(sources)
  foreach(proto IN LISTS ARG_PROTOS)
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    set(outputs ${ENLACE_GEN}/${stem}.pb.cc ${ENLACE_GEN}/${stem}.pb.h)
    set(grpc_arguments)
    if(proto MATCHES "(_service|/health)\\.proto$")
      list(APPEND outputs ${ENLACE_GEN}/${stem}.grpc.pb.cc ${ENLACE_GEN}/${stem}.grpc.pb.h)
      set(grpc_arguments --grpc_out=${ENLACE_GEN}
                         --plugin=protoc-gen-grpc=${GRPC_CPP_PLUGIN})
    endif()
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND protobuf::protoc -I${CMAKE_SOURCE_DIR}/proto -I${ENLACE_GOOGLEAPIS}
              --cpp_out=${ENLACE_GEN} ${grpc_arguments} ${proto}
      DEPENDS ${ARG_ROOT}/${proto}
      COMMENT "Generating C++ of ${proto}")
    list(APPEND sources ${outputs})
  endforeach()
  set(generated enlace_proto_${ARG_NAME}_generated)
  add_library(${generated} STATIC ${sources})
  target_compile_options(${generated} PRIVATE -w)
  target_include_directories(${generated} SYSTEM PUBLIC ${ENLACE_GEN})
  target_link_libraries(${generated} PUBLIC gRPC::grpc++ protobuf::libprotobuf ${ARG_DEPENDS})
  enlace_use_grpc_pch(${generated})
  # Whole: the descriptors of services are found by name only, and a linker drops what nothing
  # refers to.
  add_library(enlace_proto_${ARG_NAME} INTERFACE)
  target_link_libraries(enlace_proto_${ARG_NAME}
                        INTERFACE $<LINK_LIBRARY:WHOLE_ARCHIVE,${generated}>)
endfunction()
