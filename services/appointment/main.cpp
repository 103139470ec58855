#include "enlace/patient/v1/patient_service.grpc.pb.h"
#include "libs/catalog/live_catalogs.h"
#include "libs/core/config.h"
#include "libs/limits/rpc/limit_rpc.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_process.h"
#include "libs/usage/rpc/usage_rpc.h"
#include "services/appointment/domain/appointment_types.h"
#include "services/appointment/domain/availabilities.h"
#include "services/appointment/domain/bookings.h"
#include "services/appointment/domain/calendar_feeds.h"
#include "services/appointment/domain/directory.h"
#include "services/appointment/domain/holds.h"
#include "services/appointment/domain/nearest_slots.h"
#include "services/appointment/domain/replies.h"
#include "services/appointment/domain/rooms.h"
#include "services/appointment/domain/slot_finder.h"
#include "services/appointment/domain/waitlist.h"
#include "services/appointment/domain/waitlist_offers.h"
#include "services/appointment/domain/waitlist_worker.h"
#include "services/appointment/rpc/alternatives.h"
#include "services/appointment/rpc/appointment_service.h"
#include "services/appointment/rpc/calendar_service.h"
#include "services/appointment/rpc/directory_service.h"
#include "services/appointment/rpc/patient_client.h"
#include "services/appointment/rpc/patient_names_client.h"
#include "services/appointment/rpc/reply_service.h"
#include "services/appointment/rpc/slot_service.h"
#include "services/appointment/rpc/waitlist_service.h"
#include "services/appointment/storage/appointment_repository.h"
#include "services/appointment/storage/appointment_types.h"
#include "services/appointment/storage/availability_repository.h"
#include "services/appointment/storage/calendar_feed_repository.h"
#include "services/appointment/storage/directory_repository.h"
#include "services/appointment/storage/freed_times.h"
#include "services/appointment/storage/hold_repository.h"
#include "services/appointment/storage/list_statements.h"
#include "services/appointment/storage/patient_workflows.h"
#include "services/appointment/storage/reply_repository.h"
#include "services/appointment/storage/rooms.h"
#include "services/appointment/storage/slot_repository.h"
#include "services/appointment/storage/waitlist_repository.h"

int main() {
  namespace appointment = enlace::appointment;
  enlace::rpc::BlockSignals();
  enlace::core::Config config;
  const auto patient_address =
      enlace::rpc::ReadServiceAddress(config, "ENLACE_PATIENT_ADDRESS", "patient");
  auto process = enlace::rpc::ServiceProcess::Start(
      config, {.service = "appointment", .migration_version = ENLACE_MIGRATION});
  if (!process.ok()) return enlace::rpc::ExitCode(process.status());

  auto& database = (*process)->database();
  appointment::storage::PgAppointmentRepository appointments(database);
  appointment::storage::PgDirectoryRepository directory_rows(database);
  appointment::storage::PgAppointmentTypeRepository type_rows(database);
  appointment::storage::PgRoomRepository room_rows(database);
  appointment::storage::PgAvailabilityRepository availability_rows(database);
  const auto catalogs = enlace::catalog::LiveCatalogs::Start((*process)->relay_database());
  if (!catalogs.ok()) return enlace::rpc::ExitCode(catalogs.status());
  const appointment::OfferIds offer_ids((*process)->data_keys());
  appointment::Bookings bookings(appointments, offer_ids, **catalogs, (*process)->clock());
  appointment::Directory directory(directory_rows, **catalogs, (*process)->clock());
  appointment::storage::PgSlotRepository slot_rows(database);
  appointment::SlotFinder slot_finder(slot_rows, appointments, **catalogs, (*process)->clock());
  appointment::NearestSlots nearest_slots(slot_rows, (*process)->clock());
  const appointment::rpc::Alternatives alternatives(nearest_slots, offer_ids, (*process)->clock());
  appointment::storage::PgHoldRepository hold_rows(database);
  appointment::Holds holds(hold_rows, offer_ids, **catalogs, (*process)->clock());
  appointment::storage::PgWaitlistRepository waitlist_rows(database);
  appointment::storage::PgFreedTimes freed_times(database, (*process)->relay_database());
  appointment::Waitlist waitlist(waitlist_rows, slot_finder, **catalogs, (*process)->clock());
  appointment::WaitlistOffers waitlist_offers(freed_times, waitlist_rows, slot_finder, slot_rows,
                                              offer_ids, (*process)->clock());
  const appointment::WaitlistWorker waitlist_worker(waitlist_offers);
  appointment::AppointmentTypes types(type_rows, **catalogs, (*process)->clock());
  appointment::Rooms rooms(room_rows, (*process)->clock());
  appointment::Availabilities availabilities(availability_rows, (*process)->clock());
  const auto patients = enlace::patient::v1::PatientService::NewStub(
      (*process)->ChannelTo("patient", patient_address));
  const enlace::rpc::PageTokens page_tokens((*process)->data_keys());
  appointment::storage::PgPatientWorkflows patient_workflows(database);
  appointment::rpc::AppointmentService appointment_rpc(
      (*process)->pipeline(), bookings, patient_workflows, alternatives, *patients, page_tokens);
  appointment::rpc::DirectoryService directory_rpc((*process)->pipeline(), directory, types, rooms,
                                                   availabilities, page_tokens);
  appointment::rpc::SlotService slot_rpc((*process)->pipeline(), slot_finder, holds, alternatives,
                                         offer_ids, page_tokens, (*process)->clock());
  appointment::storage::PgCalendarFeedRepository feed_rows(database);
  appointment::CalendarFeeds feeds(feed_rows, (*process)->clock());
  appointment::rpc::PatientNamesClient names(*patients, (*process)->service_key());
  appointment::rpc::CalendarService calendar_rpc((*process)->pipeline(), feeds, names,
                                                 (*process)->access_log(), page_tokens,
                                                 (*process)->clock());
  appointment::storage::PgReplyRepository reply_rows(database);
  appointment::Replies replies(reply_rows, appointments, (*process)->clock());
  const appointment::ReplyTokens reply_tokens((*process)->data_keys());
  appointment::rpc::ReplyService reply_rpc((*process)->pipeline(), bookings, replies, reply_tokens,
                                           (*process)->access_log(), (*process)->clock());
  appointment::rpc::WaitlistService waitlist_rpc((*process)->pipeline(), waitlist, *patients,
                                                 page_tokens);
  enlace::limits::TenantLimits limits(database);
  enlace::limits::rpc::LimitRpc limit_rpc((*process)->pipeline(), limits);
  enlace::usage::DailyCounts usage(database, &appointment::storage::kCountBooked);
  enlace::usage::rpc::UsageRpc usage_rpc((*process)->pipeline(), usage);
  return enlace::rpc::ExitCode(
      (*process)->Serve({&appointment_rpc, &directory_rpc, &slot_rpc, &calendar_rpc, &reply_rpc,
                         &waitlist_rpc, &limit_rpc, &usage_rpc}));
}
