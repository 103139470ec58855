#pragma once

#include "enlace/appointment/v1/calendar_service.grpc.pb.h"
#include "libs/core/clock.h"
#include "libs/db/access_log.h"
#include "libs/rpc/page.h"
#include "libs/rpc/pipeline.h"
#include "libs/rpc/unary_service.h"
#include "services/appointment/domain/calendar_feeds.h"

namespace enlace::appointment::rpc {

namespace v1 = enlace::appointment::v1;

// The gRPC face of calendar feeds. GetCalendar is asked without credential: the feed's secret
// decides, and what it leads to is read in the secret's own tenant and recorded in the feed's name.
class CalendarService final : public enlace::rpc::UnaryService<v1::CalendarService> {
 public:
  // All must outlive the object.
  CalendarService(enlace::rpc::Pipeline& pipeline, CalendarFeeds& feeds, PatientNames& names,
                  db::AccessLog& access_log, const enlace::rpc::PageTokens& page_tokens,
                  const core::Clock& clock);

 private:
  absl::Status Show(const enlace::rpc::Call& call, const v1::GetCalendarRequest& request,
                    v1::Calendar& response);
  absl::Status RecordNames(const Caller& caller, const Calendar& calendar);

  CalendarFeeds& feeds_;
  PatientNames& names_;
  db::AccessLog& access_log_;
  const enlace::rpc::PageTokens& page_tokens_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment::rpc
