#pragma once

#include "enlace/appointment/v1/waitlist.pb.h"
#include "libs/core/language.h"
#include "services/appointment/domain/waitlist_entry.h"

namespace enlace::appointment::rpc {

namespace v1 = enlace::appointment::v1;

WaitlistDraft DraftOf(const v1::CreateWaitlistEntryRequest& request);
WaitlistQuery QueryOf(const v1::ListWaitlistEntriesRequest& request);

// `language`: the one that the caller asks for.
void Fill(const WaitlistEntry& entry, core::Language language, v1::WaitlistEntry* message);

}  // namespace enlace::appointment::rpc
