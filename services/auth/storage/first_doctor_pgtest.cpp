#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "services/auth/domain/doctor_relay.h"
#include "services/auth/storage/doctor_order_repository.h"
#include "services/auth/storage/sign_in_fixture.h"

namespace enlace::auth {
namespace {

// Makes doctors as the owning service does. Thread-safe.
class Doctors final : public DoctorOwner {
 public:
  absl::StatusOr<core::Ulid> Ensure(const DoctorOrder& order, absl::Time) override {
    absl::MutexLock lock(&mutex_);
    ++asked_;
    if (down_) return core::refusal::Unavailable();
    made_.push_back(order);
    return present_.value_or(order.doctor_id);
  }
  void SetDown(bool down) {
    absl::MutexLock lock(&mutex_);
    down_ = down;
  }
  // The doctor whom the clinic has already.
  void SetPresent(const core::Ulid& id) {
    absl::MutexLock lock(&mutex_);
    present_ = id;
  }
  void AwaitAsked() {
    absl::MutexLock lock(&mutex_);
    const auto asked = [&] { return asked_ > 0; };
    REQUIRE(mutex_.AwaitWithTimeout(absl::Condition(&asked), absl::Seconds(10)));
  }
  DoctorOrder AwaitMade() {
    absl::MutexLock lock(&mutex_);
    const auto made = [&] { return !made_.empty(); };
    REQUIRE(mutex_.AwaitWithTimeout(absl::Condition(&made), absl::Seconds(10)));
    return made_.front();
  }

 private:
  absl::Mutex mutex_;
  bool down_ = false;
  int asked_ = 0;
  std::optional<core::Ulid> present_;
  std::vector<DoctorOrder> made_;
};

struct Fixture : SignInFixture {
  storage::PostgresDoctorOrderRepository orders{*platform};
  Doctors doctors;

  static RegistrationRequest DoctorsRequest() {
    auto request = Request("Consultorio", "lucia@example.com");
    request.role = "admin_doctor";
    request.license_number = "RM-12345";
    request.specialization = "Pediatría";
    request.owner_doc_type_id = "cc";
    request.owner_doc_number = "1032456789";
    return request;
  }
  SignedIn MustRegisterDoctor() {
    auto made = sign_ins.Register(Caller(), DoctorsRequest(), Deadline());
    INFO(made.status().ToString());
    REQUIRE(made.ok());
    return *std::move(made);
  }
  core::Ulid DoctorOf(const SignedIn& person) {
    return Sql("SELECT practitioner_id FROM memberships WHERE user_id = $1",
               db::Params().Id(person.user.id))[0]
        .Id("practitioner_id");
  }
  long Orders() {
    return static_cast<long>(Sql("SELECT count(*) AS n FROM doctor_orders")[0].Int("n"));
  }
  // Without the minutes between two tries.
  void MakeDue() { Sql("UPDATE doctor_orders SET due_at = now()"); }
};

TEST_CASE("who registers as a doctor administers the clinic, and its profile is ordered") {
  Fixture f;
  const auto made = f.MustRegisterDoctor();
  CHECK(f.Resolve(absl::StrCat("bearer ", made.tokens->access_token))->role ==
        authn::Role::kOrganizationAdmin);
  const DoctorRelay relay(f.orders, f.doctors, absl::Milliseconds(1));
  const auto order = f.doctors.AwaitMade();
  CHECK(order.tenant_id == made.tenant->id);
  CHECK(order.doctor_id == f.DoctorOf(made));
  CHECK(order.first_name == "Lucía");
  CHECK(order.last_name == "Herrera");
  CHECK(order.doc_type_id == "CC");
  CHECK(order.doc_number == "1032456789");
  CHECK(order.specialty == "Pediatría");
  CHECK(order.licence_state == "CO");
  CHECK(order.licence_number == "RM-12345");
}

TEST_CASE("who registers as no doctor orders none") {
  Fixture f;
  f.MustRegister("Clínica");
  CHECK(f.Orders() == 0);
}

TEST_CASE("an order outlives the service that it is for, and is forgotten once it is carried out") {
  Fixture f;
  f.MustRegisterDoctor();
  f.doctors.SetDown(true);
  {
    const DoctorRelay relay(f.orders, f.doctors, absl::Milliseconds(1));
    f.doctors.AwaitAsked();
  }
  CHECK(f.Orders() == 1);
  f.doctors.SetDown(false);
  f.MakeDue();
  {
    const DoctorRelay relay(f.orders, f.doctors, absl::Milliseconds(1));
    f.doctors.AwaitMade();
  }
  CHECK(f.Orders() == 0);
}

TEST_CASE("a registration that is nudged on is carried out before the next look") {
  Fixture f;
  DoctorRelay relay(f.orders, f.doctors, absl::Hours(1));
  f.MustRegisterDoctor();
  relay.Nudge();
  f.doctors.AwaitMade();
}

TEST_CASE("a clinic that has the doctor already has its owner be that one") {
  Fixture f;
  const auto made = f.MustRegisterDoctor();
  const auto present = core::Ulid::Generate(f.clock.Now());
  f.doctors.SetPresent(present);
  {
    const DoctorRelay relay(f.orders, f.doctors, absl::Milliseconds(1));
    f.doctors.AwaitMade();
  }
  CHECK(f.DoctorOf(made) == present);
}

}  // namespace
}  // namespace enlace::auth
