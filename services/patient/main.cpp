#include "libs/catalog/live_catalogs.h"
#include "libs/catalog/rpc/catalog_rpc.h"
#include "libs/core/config.h"
#include "libs/limits/rpc/limit_rpc.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_process.h"
#include "services/patient/domain/patient_service.h"
#include "services/patient/rpc/patient_rpc.h"
#include "services/patient/storage/postgres_patient_repository.h"

int main() {
  enlace::rpc::BlockSignals();
  enlace::core::Config config;
  auto process = enlace::rpc::ServiceProcess::Start(
      config, {.service = "patient", .migration_version = ENLACE_MIGRATION});
  if (!process.ok()) return enlace::rpc::ExitCode(process.status());

  enlace::patient::storage::PostgresPatientRepository repository((*process)->database());
  const auto catalogs = enlace::catalog::LiveCatalogs::Start((*process)->relay_database());
  if (!catalogs.ok()) return enlace::rpc::ExitCode(catalogs.status());
  enlace::patient::PatientService patients(repository, **catalogs, (*process)->clock());
  const enlace::rpc::PageTokens page_tokens((*process)->data_keys());
  enlace::patient::rpc::PatientRpc rpc((*process)->pipeline(), patients, page_tokens);
  enlace::catalog::rpc::CatalogRpc catalog_rpc((*process)->pipeline(), **catalogs,
                                               (*process)->clock());
  enlace::limits::TenantLimits limits((*process)->database());
  enlace::limits::rpc::LimitRpc limit_rpc((*process)->pipeline(), limits);
  return enlace::rpc::ExitCode((*process)->Serve({&rpc, &catalog_rpc, &limit_rpc}));
}
