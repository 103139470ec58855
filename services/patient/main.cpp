#include "libs/core/config.h"
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
  enlace::patient::PatientService patients(repository, (*process)->clock());
  const enlace::rpc::PageTokens page_tokens((*process)->data_keys());
  enlace::patient::rpc::PatientRpc rpc((*process)->pipeline(), patients, page_tokens);
  return enlace::rpc::ExitCode((*process)->Serve({&rpc}));
}
