#pragma once

#include "enlace/catalog/v1/catalog_service.grpc.pb.h"
#include "libs/catalog/catalogs.h"
#include "libs/core/clock.h"
#include "libs/rpc/unary_service.h"

namespace enlace::catalog::rpc {

// enlace.catalog.v1.CatalogService over the catalogues in memory. Thread-safe.
class CatalogRpc final : public enlace::rpc::UnaryService<v1::CatalogService> {
 public:
  // All must outlive it.
  CatalogRpc(enlace::rpc::Pipeline& pipeline, const Source& catalogs, const core::Clock& clock);

 private:
  const Source& catalogs_;
  const core::Clock& clock_;
};

}  // namespace enlace::catalog::rpc
