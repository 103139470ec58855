#include "enlace/appointment/v1/appointment_service.grpc.pb.h"
#include "libs/catalog/live_catalogs.h"
#include "libs/catalog/rpc/catalog_rpc.h"
#include "libs/core/config.h"
#include "libs/db/queue_watch.h"
#include "libs/limits/rpc/limit_rpc.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_process.h"
#include "libs/usage/rpc/usage_rpc.h"
#include "libs/workflows/rpc/workflow_client.h"
#include "services/patient/domain/patient_service.h"
#include "services/patient/domain/workflow_relay.h"
#include "services/patient/rpc/patient_rpc.h"
#include "services/patient/rpc/workflow_follow_client.h"
#include "services/patient/storage/patient_statements.h"
#include "services/patient/storage/postgres_patient_repository.h"
#include "services/patient/storage/workflow_order_repository.h"

int main() {
  enlace::rpc::BlockSignals();
  enlace::core::Config config;
  const auto appointment_address =
      enlace::rpc::ReadServiceAddress(config, "ENLACE_APPOINTMENT_ADDRESS", "appointment");
  auto process = enlace::rpc::ServiceProcess::Start(
      config, {.service = "patient", .migration_version = ENLACE_MIGRATION});
  if (!process.ok()) return enlace::rpc::ExitCode(process.status());

  enlace::patient::storage::PostgresPatientRepository repository((*process)->database());
  const auto catalogs = enlace::catalog::LiveCatalogs::Start((*process)->relay_database());
  if (!catalogs.ok()) return enlace::rpc::ExitCode(catalogs.status());
  enlace::patient::PatientService patients(repository, **catalogs, (*process)->clock());
  const enlace::rpc::PageTokens page_tokens((*process)->data_keys());
  const auto auth = enlace::auth::v1::WorkflowService::NewStub((*process)->auth());
  enlace::workflows::rpc::WorkflowClient workflows(*auth);
  enlace::patient::rpc::PatientRpc rpc(
      (*process)->pipeline(), patients, page_tokens,
      [&workflows](const enlace::rpc::Call& call) { return workflows.Of(call); });
  enlace::catalog::rpc::CatalogRpc catalog_rpc((*process)->pipeline(), **catalogs,
                                               (*process)->clock());
  enlace::limits::TenantLimits limits((*process)->database());
  enlace::limits::rpc::LimitRpc limit_rpc((*process)->pipeline(), limits);
  enlace::usage::DailyCounts usage((*process)->database(),
                                   &enlace::patient::storage::kCountCreatedPatients);
  enlace::usage::rpc::UsageRpc usage_rpc((*process)->pipeline(), usage);
  enlace::patient::storage::PostgresWorkflowOrderRepository orders((*process)->relay_database());
  const auto appointments = enlace::appointment::v1::AppointmentService::NewStub(
      (*process)->ChannelTo("appointment", appointment_address));
  enlace::patient::rpc::WorkflowFollowClient follower(*appointments, (*process)->service_key());
  const enlace::patient::WorkflowRelay relay(orders, follower);
  const enlace::db::QueueWatch queues(
      {{.database = (*process)->relay_database(),
        .statement = enlace::patient::storage::kWorkflowOrdersDepth,
        .waiting = (*process)->metrics().AddGauge(
            "enlace_orders_waiting", "What one service ordered of another and is not confirmed.",
            {{"kind", "workflows"}})}});
  return enlace::rpc::ExitCode((*process)->Serve({&rpc, &catalog_rpc, &limit_rpc, &usage_rpc}));
}
