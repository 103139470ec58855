#include "libs/catalog/live_catalogs.h"

#include <map>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/clinical/date.h"
#include "libs/core/error.h"
#include "libs/core/log.h"
#include "libs/core/rest.h"

namespace enlace::catalog {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(5);

constexpr db::Statement kVersion{
    "catalogs_version", "SELECT coalesce(sum(version), 0)::bigint AS version FROM catalogs"};

// One statement, so that all lists are of one moment.
constexpr db::Statement kAll{"catalogs_all", R"(
  SELECT c.name, c.name_en AS list_en, c.name_es AS list_es, c.version, e.code, e.name_en,
         e.name_es, to_char(e.valid_from, 'YYYY-MM-DD') AS valid_from,
         to_char(e.valid_to, 'YYYY-MM-DD') AS valid_to, e.attributes::text AS attributes
  FROM catalogs c LEFT JOIN catalog_entries e ON e.catalog = c.name
  ORDER BY c.name)"};

absl::StatusOr<db::Rows> Ask(db::PlatformDatabase& database, const db::Statement& statement) {
  auto transaction = database.Begin(absl::Now() + kTimeout);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(statement, {});
}

std::optional<absl::CivilDay> DayOf(const db::Row& row, const char* column) {
  const auto text = row.OptionalText(column);
  return text ? clinical::ParseDate(*text) : std::nullopt;
}

Entry ReadEntry(const db::Row& row) {
  Entry entry{.code = std::string(row.Text("code")),
              .name_en = std::string(row.Text("name_en")),
              .name_es = std::string(row.Text("name_es")),
              .valid_from = DayOf(row, "valid_from"),
              .valid_to = DayOf(row, "valid_to")};
  // What the database holds under CHECK and as jsonb is an object.
  entry.attributes = nlohmann::json::parse(row.Text("attributes"), nullptr, false);
  ReadAttributes(entry);
  return entry;
}

struct Read {
  std::shared_ptr<const Catalogs> catalogs;
  std::int64_t version = 0;
};

Read Assemble(const db::Rows& rows) {
  struct List {
    Catalog::Names names;
    std::int64_t version = 0;
    std::vector<Entry> entries;
  };
  std::map<std::string, List> lists;
  for (int i = 0; i < rows.size(); ++i) {
    const auto row = rows[i];
    const std::string name(row.Text("name"));
    List& list = lists[name];
    list.names = {name, std::string(row.Text("list_en")), std::string(row.Text("list_es"))};
    list.version = row.Int("version");
    if (!row.IsNull("code")) list.entries.push_back(ReadEntry(row));
  }
  Read read;
  std::vector<Catalog> catalogs;
  for (auto& [name, list] : lists) {
    read.version += list.version;
    catalogs.emplace_back(std::move(list.names), list.version, std::move(list.entries));
  }
  read.catalogs = std::make_shared<const Catalogs>(std::move(catalogs));
  return read;
}

}  // namespace

class LiveCatalogs::Worker {
 public:
  Worker(db::PlatformDatabase& database, absl::Duration rhythm, Read first)
      : database_(database), rhythm_(rhythm), now_(std::move(first)), thread_([this] { Work(); }) {}

  ~Worker() {
    rest_.Stop();
    thread_.join();
  }

  std::shared_ptr<const Catalogs> Current() const {
    absl::ReaderMutexLock lock(&mutex_);
    return now_.catalogs;
  }

 private:
  void Work() {
    bool healthy = true;
    while (rest_.For(rhythm_)) {
      const auto status = Refresh();
      if (!status.ok() && healthy) {
        core::Log(core::LogLevel::kWarning, "the catalogues could not be looked at",
                  {{"reason", core::DetailsOf(status).reason}});
      }
      healthy = status.ok();
    }
  }

  absl::Status Refresh() {
    const auto version = Ask(database_, kVersion);
    if (!version.ok()) return version.status();
    {
      absl::ReaderMutexLock lock(&mutex_);
      if ((*version)[0].Int("version") == now_.version) return absl::OkStatus();
    }
    const auto rows = Ask(database_, kAll);
    if (!rows.ok()) return rows.status();
    Read read = Assemble(*rows);
    core::Log(core::LogLevel::kInfo, "the catalogues were read again", {{"version", read.version}});
    absl::MutexLock lock(&mutex_);
    std::swap(now_, read);
    return absl::OkStatus();
  }

  db::PlatformDatabase& database_;
  const absl::Duration rhythm_;
  mutable absl::Mutex mutex_;
  Read now_ ABSL_GUARDED_BY(mutex_);
  core::Rest rest_;
  std::thread thread_;
};

absl::StatusOr<std::unique_ptr<LiveCatalogs>> LiveCatalogs::Start(db::PlatformDatabase& database,
                                                                  absl::Duration rhythm) {
  const auto rows = Ask(database, kAll);
  if (!rows.ok()) return rows.status();
  return std::unique_ptr<LiveCatalogs>(
      new LiveCatalogs(std::make_unique<Worker>(database, rhythm, Assemble(*rows))));
}

LiveCatalogs::LiveCatalogs(std::unique_ptr<Worker> worker) : worker_(std::move(worker)) {}
LiveCatalogs::~LiveCatalogs() = default;

std::shared_ptr<const Catalogs> LiveCatalogs::Current() const { return worker_->Current(); }

}  // namespace enlace::catalog
