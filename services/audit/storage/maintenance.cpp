#include "services/audit/storage/maintenance.h"

#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/sql_error.h"

namespace enlace::audit::storage {
namespace {

// A month's records are counted before they go.
constexpr absl::Duration kLongest = absl::Hours(1);
constexpr absl::Duration kLook = absl::Minutes(1);

std::string NameOf(const ClassMonth& month) {
  return absl::StrCat(month.month, " of ", month.years, " years");
}

std::string WhyNot(const absl::Status& status) {
  const auto state = db::SqlStateOf(status);
  if (state == "23514") return "records of it are in the default partition";
  if (state == "55P03") return "the table is busy; the next run tries again";
  return absl::StrCat(status.message(), " ", core::DetailsOf(status).internal);
}

std::string Date(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone());
}

class Run {
 public:
  Run(Partitions& partitions, bool dry_run, std::ostream& out)
      : partitions_(partitions), dry_run_(dry_run), out_(out) {}

  absl::Status MakeMonths() {
    const auto missing = partitions_.Missing(absl::Now() + kLook);
    if (!missing.ok()) return missing.status();
    for (const auto& month : *missing) {
      const auto made = dry_run_ ? absl::OkStatus() : partitions_.Make(month, absl::Now() + kLook);
      if (absl::IsUnavailable(made)) return made;
      if (made.ok()) {
        out_ << (dry_run_ ? "would make " : "made ") << NameOf(month) << '\n';
      } else {
        Warn(absl::StrCat("not made: ", NameOf(month), ": ", WhyNot(made)));
      }
    }
    return absl::OkStatus();
  }

  absl::Status DropMonths() {
    const auto due = partitions_.Due(absl::Now() + kLook);
    if (!due.ok()) return due.status();
    for (const auto& month : *due) {
      const auto dropped = partitions_.Drop(month, dry_run_, absl::Now() + kLongest);
      if (absl::IsUnavailable(dropped.status())) return dropped.status();
      // By another run at the same time.
      if (absl::IsNotFound(dropped.status())) continue;
      if (!dropped.ok()) {
        Warn(absl::StrCat("not dropped: ", NameOf(month), ": ", WhyNot(dropped.status())));
      } else if (!dropped->refusal.empty()) {
        Warn(absl::StrCat("not dropped: ", NameOf(month), ": ", dropped->refusal));
      } else {
        out_ << (dry_run_ ? "would drop " : "dropped ") << NameOf(month) << ": " << dropped->records
             << " records of " << dropped->tenants << " tenants\n";
      }
    }
    return absl::OkStatus();
  }

  absl::Status LookForStrays() {
    const auto strays = partitions_.Strays(absl::Now() + kLongest);
    if (!strays.ok()) return strays.status();
    for (const auto& stray : *strays) {
      Warn(absl::StrCat("in no month: ", stray.records, " records from ", Date(stray.oldest),
                        " to ", Date(stray.newest), " in ", stray.partition));
    }
    return absl::OkStatus();
  }

  bool well() const { return well_; }

 private:
  void Warn(const std::string& line) {
    well_ = false;
    out_ << line << '\n';
  }

  Partitions& partitions_;
  const bool dry_run_;
  std::ostream& out_;
  bool well_ = true;
};

}  // namespace

absl::StatusOr<bool> Maintain(Partitions& partitions, bool dry_run, std::ostream& out) {
  Run run(partitions, dry_run, out);
  if (auto status = run.MakeMonths(); !status.ok()) return status;
  if (auto status = run.DropMonths(); !status.ok()) return status;
  if (auto status = run.LookForStrays(); !status.ok()) return status;
  return run.well();
}

}  // namespace enlace::audit::storage
