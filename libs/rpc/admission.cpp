#include "libs/rpc/admission.h"

namespace enlace::rpc {

void Admission::Arrive(Call& call, absl::Time now) {
  if (running_ < limits_.running) {
    // Nobody waits then.
    patience_.NoteFree(now);
    ++running_;
    call.Begin();
    return;
  }
  patience_.NoteWait(now);
  Shed(now);
  if (waiting_.size() >= limits_.waiting) {
    call.Refuse();
    return;
  }
  waiting_.push_back({&call, now});
}

void Admission::Leave(absl::Time now) {
  --running_;
  Shed(now);
  while (running_ < limits_.running && !waiting_.empty()) BeginNext();
}

void Admission::Shed(absl::Time now) {
  while (!waiting_.empty() && now - waiting_.front().since >= patience_.longest()) {
    Call* const late = waiting_.front().call;
    waiting_.pop_front();
    late->Refuse();
  }
}

void Admission::BeginNext() {
  Call* next = nullptr;
  if (patience_.overloaded()) {
    next = waiting_.back().call;
    waiting_.pop_back();
  } else {
    next = waiting_.front().call;
    waiting_.pop_front();
  }
  ++running_;
  next->Begin();
}

}  // namespace enlace::rpc
