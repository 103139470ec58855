// Reads of many tenants under way on one connection at once, among them some that fail in every way
// a read can: each caller gets its own tenant's answer or its own error.
#include <catch2/catch_test_macros.hpp>

#include "libs/db/read_crowd.h"

namespace enlace::db {
namespace {

constexpr Statement kDivide{"test_crowd_divide", "SELECT id, rank / 0 AS quotient FROM notes"};
constexpr Statement kNonsense{"test_crowd_nonsense", "SELECT nonsense FROM notes WHERE id = $1"};
constexpr Statement kSleep{"test_crowd_sleep", "SELECT pg_sleep(30)"};
constexpr Statement kWrite{"test_crowd_write", "UPDATE notes SET rank = 2 RETURNING id"};
constexpr Statement kEndMyself{"test_crowd_end",
                               "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(30)"};
Params None(const Note&, const Note&) { return {}; }
Params OwnId(const Note& own, const Note&) { return Params().Id(own.id); }
Params OwnBody(const Note& own, const Note&) { return Params().Text(own.body); }

// The first two are most of what is asked.
const ReadKind kQuiet[] = {
    {"own id", kCrowdFind, OwnId, true},
    {"own body", kCrowdFindBody, OwnBody, true},
    {"foreign id", kCrowdFind,
     [](const Note&, const Note& foreign) { return Params().Id(foreign.id); }, false},
    {"foreign body", kCrowdFindBody,
     [](const Note&, const Note& foreign) { return Params().Text(foreign.body); }, false},
    {"no uuid", kCrowdFind, [](const Note&, const Note&) { return Params().Text("' OR true --"); },
     false, absl::StatusCode::kInvalidArgument, "22P02"},
    {"a parameter too few", kCrowdFind, None, false, absl::StatusCode::kUnavailable, "08P01"},
    {"NUL", kCrowdFindBody,
     [](const Note& own, const Note&) { return Params().Text(own.body + '\0' + "rest"); }, false,
     absl::StatusCode::kInvalidArgument},
    {"broken UTF-8", kCrowdFindBody,
     [](const Note& own, const Note&) { return Params().Text(own.body + "\xc3"); }, false,
     absl::StatusCode::kInvalidArgument, "22021"},
    {"division by zero", kDivide, None, false, absl::StatusCode::kInvalidArgument, "22012"},
    {"unknown column", kNonsense, OwnId, false, absl::StatusCode::kInternal, "42703"},
    {"too slow", kSleep, None, false, absl::StatusCode::kDeadlineExceeded, "",
     absl::Milliseconds(10)},
};
const ReadKind kBreaking[] = {
    kQuiet[0],
    kQuiet[1],
    kQuiet[2],
    kQuiet[4],
    kQuiet[9],
    {"write", kWrite, None, false, absl::StatusCode::kUnavailable, "25006"},
    {"end of the connection", kEndMyself, None, false, absl::StatusCode::kUnavailable},
};

constexpr const char* kNothingLeft = "||||0|off";

TEST_CASE("reads of many tenants on one connection are answered each for itself") {
  ReadCrowd crowd;
  crowd.Ask(kQuiet, 150);
  CHECK(crowd.Faults() == std::vector<std::string>());
  CHECK(crowd.LeftOver() == kNothingLeft);
  // They did share: one connection, and several answers to what was sent at once.
  CHECK(crowd.connections() == 1);
  CHECK(crowd.own_notes() > 2 * crowd.Sendings());
}

TEST_CASE("reads that break the connection cost none of their neighbours an answer") {
  ReadCrowd crowd;
  crowd.Ask(kBreaking, 30);
  CHECK(crowd.Faults() == std::vector<std::string>());
  CHECK(crowd.LeftOver() == kNothingLeft);
  CHECK(crowd.connections() > 1);
}

}  // namespace
}  // namespace enlace::db
