#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/catalog/catalogs.h"
#include "libs/db/database.h"

namespace enlace::catalog {

// The catalogues of a service's database, in memory: read at the start, and again by a thread of
// its own soon after an entry has changed. A call costs no query. While the database can't be asked
// the last ones stay. Thread-safe.
class LiveCatalogs final : public Source {
 public:
  static constexpr absl::Duration kRhythm = absl::Seconds(1);

  // Reads them. UNAVAILABLE, or what the database answers. `database` must outlive the object.
  // `rhythm`: how often the versions are looked at.
  static absl::StatusOr<std::unique_ptr<LiveCatalogs>> Start(db::PlatformDatabase& database,
                                                             absl::Duration rhythm = kRhythm);
  ~LiveCatalogs() override;

  std::shared_ptr<const Catalogs> Current() const override;

 private:
  class Worker;
  explicit LiveCatalogs(std::unique_ptr<Worker> worker);
  std::unique_ptr<Worker> worker_;
};

}  // namespace enlace::catalog
