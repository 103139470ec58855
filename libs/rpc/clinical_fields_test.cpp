#include "libs/rpc/clinical_fields.h"

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <vector>

#include "all_services.h"
#include "enlace/appointment/v1/appointment.pb.h"
#include "enlace/common/v1/options.pb.h"
#include "enlace/patient/v1/patient.pb.h"

namespace enlace::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

// Of JSON values, which hold each other.
constexpr int kDeepest = 8;

bool IsClinical(const FieldDescriptor& field) {
  return field.options().GetExtension(common::v1::clinical);
}

void FillField(Message& message, const FieldDescriptor* field, int depth);

// Something in every field.
void Fill(Message& message, int depth = 0) {
  const auto* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) FillField(message, type->field(i), depth);
}

void FillField(Message& message, const FieldDescriptor* field, int depth) {
  const auto* reflection = message.GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    if (depth == kDeepest) return;
    Fill(field->is_repeated() ? *reflection->AddMessage(&message, field)
                              : *reflection->MutableMessage(&message, field),
         depth + 1);
  } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    field->is_repeated() ? reflection->AddString(&message, field, "x")
                         : reflection->SetString(&message, field, "x");
  } else if (!field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    reflection->SetBool(&message, field, true);
  } else if (!field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    reflection->SetInt32(&message, field, 1);
  } else if (!field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    reflection->SetInt64(&message, field, 1);
  }
}

struct Count {
  int clinical = 0;
  // Neither clinical nor within what is.
  int others = 0;
};

// What is set.
Count CountFields(const Message& message) {
  Count count;
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  const auto add = [&count](const Message& inner) {
    const auto more = CountFields(inner);
    count.clinical += more.clinical;
    count.others += more.others;
  };
  for (const auto* field : set) {
    if (IsClinical(*field)) {
      ++count.clinical;
      continue;
    }
    ++count.others;
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      add(reflection->GetMessage(message, field));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      add(reflection->GetRepeatedMessage(message, field, i));
    }
  }
  return count;
}

template <typename Visit>
void ForEachMethod(Visit visit) {
  for (const char* name : kAllServices) {
    const auto* file = DescriptorPool::generated_pool()->FindFileByName(name);
    REQUIRE(file != nullptr);
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m)
        visit(*file->service(s)->method(m));
    }
  }
}

std::unique_ptr<Message> Filled(const Descriptor* type) {
  std::unique_ptr<Message> message(MessageFactory::generated_factory()->GetPrototype(type)->New());
  Fill(*message);
  return message;
}

TEST_CASE("no answer of any service keeps a clinical field, and each keeps all others") {
  int clinical = 0;
  ForEachMethod([&](const auto& method) {
    INFO(method.full_name());
    const auto answer = Filled(method.output_type());
    const auto before = CountFields(*answer);
    ClearClinicalFields(*answer);
    const auto after = CountFields(*answer);
    CHECK(after.clinical == 0);
    CHECK(after.others == before.others);
    clinical += before.clinical;
  });
  CHECK(clinical > 0);
}

TEST_CASE("every clinical field of every request is found where it is sent") {
  ForEachMethod([&](const auto& method) {
    INFO(method.full_name());
    const auto request = Filled(method.input_type());
    CHECK(ClinicalFieldsSent(*request).size() ==
          static_cast<std::size_t>(CountFields(*request).clinical));
    const std::unique_ptr<Message> empty(request->New());
    CHECK(ClinicalFieldsSent(*empty).empty());
  });
}

TEST_CASE("of a page of appointments each loses its comment and the clinic's own fields") {
  appointment::v1::ListAppointmentsResponse page;
  for (const char* doctor : {"A", "B"}) {
    auto* appointment = page.add_appointments();
    appointment->set_doctor_id(doctor);
    appointment->set_comment("Dolor en el pecho");
    (*appointment->mutable_custom_fields()->mutable_fields())["pain"].set_number_value(8);
  }
  ClearClinicalFields(page);
  REQUIRE(page.appointments_size() == 2);
  for (const auto& appointment : page.appointments()) {
    CHECK_FALSE(appointment.doctor_id().empty());
    CHECK_FALSE(appointment.has_comment());
    CHECK_FALSE(appointment.has_custom_fields());
  }
}

TEST_CASE("a clinical field that is sent is named as JSON names it") {
  const auto fields = [](const Message& request) {
    std::vector<std::string> names;
    for (const auto& violation : ClinicalFieldsSent(request)) {
      CHECK(violation.reason == "CLINICAL_FIELD");
      names.push_back(violation.field);
    }
    return names;
  };
  using Names = std::vector<std::string>;
  appointment::v1::CreateAppointmentRequest create;
  create.set_comment("Dolor en el pecho");
  create.mutable_patient()->mutable_custom_fields();
  CHECK(fields(create) == Names{"comment", "patient.customFields"});
  appointment::v1::UpdateAppointmentRequest update;
  update.set_state("CONFIRMED");
  update.add_clear_fields("roomId");
  CHECK(fields(update).empty());
  update.add_clear_fields("comment");
  CHECK(fields(update) == Names{"comment"});
  patient::v1::ListPatientsRequest list;
  (*list.mutable_custom_fields())["allergy"] = "penicillin";
  CHECK(fields(list) == Names{"customFields"});
}

}  // namespace
}  // namespace enlace::rpc
