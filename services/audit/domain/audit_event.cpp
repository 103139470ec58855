#include "services/audit/domain/audit_event.h"

namespace enlace::audit {

core::Ulid PlatformTenant() { return *core::Ulid::Parse("00000000000000000000000001"); }

}  // namespace enlace::audit
