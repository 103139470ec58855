#pragma once

#include <memory>

#include "libs/catalog/codes.h"

namespace enlace::catalog::testing {

// A part of the catalogues that migrations/catalogs.sql holds: the document types CC, TI, RC, PA
// and DNI, and OLD, which ended on 2020-12-31; the genders, gender identities and modalities; the
// EPS EPS005 and EPS037, and EPS900, which ended on 2020-12-31.
class SampleCatalogs final : public Source {
 public:
  SampleCatalogs();
  std::shared_ptr<const Catalogs> Current() const override { return catalogs_; }

 private:
  std::shared_ptr<const Catalogs> catalogs_;
};

// Judges by them on `today`.
Codes SampleCodes(absl::CivilDay today, std::shared_ptr<const TenantRules> rules = nullptr);

}  // namespace enlace::catalog::testing
