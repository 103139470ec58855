# One precompiled header for all that sees gRPC and protobuf: reading them takes longer than
# compiling most of our files. enlace_use_grpc_pch(target) forces it into every source.
add_library(enlace_grpc_pch STATIC ${CMAKE_SOURCE_DIR}/libs/cmake/grpc_pch.cpp)
target_include_directories(enlace_grpc_pch PUBLIC ${CMAKE_SOURCE_DIR})
target_link_libraries(enlace_grpc_pch PUBLIC gRPC::grpc++ protobuf::libprotobuf absl::statusor
                                             absl::time nlohmann_json::nlohmann_json)
target_precompile_headers(enlace_grpc_pch PRIVATE ${CMAKE_SOURCE_DIR}/libs/cmake/grpc_pch.h)

function(enlace_use_grpc_pch target)
  target_precompile_headers(${target} REUSE_FROM enlace_grpc_pch)
endfunction()
