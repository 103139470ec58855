#include "libs/rpc/status.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::rpc {
namespace {

TEST_CASE("every code travels to gRPC and back with its message and reason") {
  const auto code =
      GENERATE(absl::StatusCode::kInvalidArgument, absl::StatusCode::kNotFound,
               absl::StatusCode::kAlreadyExists, absl::StatusCode::kPermissionDenied,
               absl::StatusCode::kUnauthenticated, absl::StatusCode::kResourceExhausted,
               absl::StatusCode::kFailedPrecondition, absl::StatusCode::kAborted,
               absl::StatusCode::kUnavailable, absl::StatusCode::kDeadlineExceeded);
  const auto sent = core::MakeError(
      code, "public", {.reason = "A_REASON", .retry_after = absl::Milliseconds(1500)});
  const auto got = FromGrpcStatus(ToGrpcStatus(sent, "request-1"));
  CHECK(got.code() == code);
  CHECK(got.message() == "public");
  CHECK(core::DetailsOf(got).reason == "A_REASON");
  CHECK(core::DetailsOf(got).retry_after == absl::Milliseconds(1500));
}

TEST_CASE("violations and the request id are in the details") {
  const auto sent = ToGrpcStatus(
      core::InvalidFields({{"docNumber", "DOCUMENT_FORMAT", "digits only"}}), "request-1");
  CHECK(core::DetailsOf(FromGrpcStatus(sent)).violations ==
        std::vector<core::Violation>{{"docNumber", "DOCUMENT_FORMAT", "digits only"}});
  google::rpc::Status message;
  REQUIRE(message.ParseFromString(sent.error_details()));
  google::rpc::ErrorInfo info;
  REQUIRE(message.details(0).UnpackTo(&info));
  CHECK(info.domain() == "enlace");
  google::rpc::RequestInfo request;
  REQUIRE(message.details(message.details_size() - 1).UnpackTo(&request));
  CHECK(request.request_id() == "request-1");
}

TEST_CASE("the internal text never leaves, also of errors that nobody made public") {
  for (const auto& status :
       {core::Internal("SELECT secret FROM host-7"),
        absl::UnknownError("SELECT secret FROM host-7"),
        absl::NotFoundError("SELECT secret FROM host-7"),
        core::WithInternal(core::refusal::Unavailable(), "SELECT secret FROM host-7")}) {
    const auto sent = ToGrpcStatus(status, "request-1");
    CHECK(sent.error_message().find("secret") == std::string::npos);
    CHECK(sent.error_details().find("secret") == std::string::npos);
  }
  CHECK(ToGrpcStatus(absl::UnknownError("x"), "r").error_code() == grpc::StatusCode::INTERNAL);
}

TEST_CASE("texts leave in the caller's language, with what fills them beside") {
  const auto refused = ToGrpcStatus(core::refusal::ScopeMissing("patients:read"), "request-1",
                                    core::Language::kSpanish);
  CHECK(refused.error_message() == "La clave de API necesita el permiso patients:read.");
  google::rpc::Status message;
  REQUIRE(message.ParseFromString(refused.error_details()));
  CHECK(message.message() == refused.error_message());
  google::rpc::ErrorInfo info;
  REQUIRE(message.details(0).UnpackTo(&info));
  CHECK(info.metadata().at("scopes") == "patients:read");

  const auto invalid =
      FromGrpcStatus(ToGrpcStatus(core::InvalidFields({core::violation::Required("firstName")}),
                                  "request-1", core::Language::kSpanish));
  CHECK(invalid.message() == "firstName: es obligatorio");
  CHECK(core::DetailsOf(invalid).violations.at(0).message == "es obligatorio");
  // On its way through another service the text stays as it is.
  CHECK(ToGrpcStatus(invalid, "request-1", core::Language::kEnglish).error_message() ==
        "firstName: es obligatorio");
}

TEST_CASE("a message of a service's own is among the details") {
  absl::Status error = core::refusal::SlotTaken();
  google::rpc::ResourceInfo own;
  own.set_description("at ten");
  AddDetail(own, error);
  google::rpc::Status message;
  REQUIRE(message.ParseFromString(ToGrpcStatus(error, "request-1").error_details()));
  google::rpc::ResourceInfo got;
  int found = 0;
  for (const auto& any : message.details()) found += any.UnpackTo(&got);
  CHECK(found == 1);
  CHECK(got.description() == "at ten");
  CHECK(core::DetailsOf(error).reason == core::reason::kSlotTaken);
}

TEST_CASE("the transport's own texts are not for callers") {
  const auto got = FromGrpcStatus({grpc::StatusCode::UNAVAILABLE, "connect to 10.0.0.7 failed"});
  CHECK(core::Std(got.message()).find("A part of the system is not reachable") == 0);
  CHECK(core::DetailsOf(got).internal == "connect to 10.0.0.7 failed");
}

TEST_CASE("details can be changed, and those of an unknown type are taken out") {
  auto status = core::refusal::NotFound();
  google::rpc::RequestInfo info;
  info.set_request_id("one");
  AddDetail(info, status);
  status.SetPayload("type.googleapis.com/enlace.no.such.Type", absl::Cord("x"));
  EditDetails(status, [](google::protobuf::Message& detail) {
    static_cast<google::rpc::RequestInfo&>(detail).set_request_id("two");
  });
  CHECK_FALSE(status.GetPayload("type.googleapis.com/enlace.no.such.Type"));
  const auto detail = status.GetPayload("type.googleapis.com/google.rpc.RequestInfo");
  REQUIRE(detail);
  REQUIRE(info.ParseFromString(std::string(*detail)));
  CHECK(info.request_id() == "two");
  CHECK(core::DetailsOf(status).reason == core::reason::kNotFound);
}

}  // namespace
}  // namespace enlace::rpc
