#include "libs/catalog/rpc/catalog_rpc.h"

#include <string>
#include <vector>

#include "libs/catalog/codes.h"
#include "libs/clinical/date.h"
#include "libs/core/reasons.h"
#include "libs/rpc/call.h"
#include "libs/rpc/struct_json.h"

namespace enlace::catalog::rpc {
namespace {

using enlace::rpc::Call;

void Fill(const Entry& entry, v1::CatalogEntry* message) {
  message->set_code(entry.code);
  message->set_name_en(entry.name_en);
  message->set_name_es(entry.name_es);
  if (entry.valid_from) message->set_valid_from(clinical::FormatDate(*entry.valid_from));
  if (entry.valid_to) message->set_valid_to(clinical::FormatDate(*entry.valid_to));
  enlace::rpc::ToStruct(entry.attributes, message->mutable_attributes());
  message->set_own(entry.of_tenant);
}

template <typename Message>
void FillHead(const Catalog& catalog, Message* message) {
  message->set_name(catalog.names().name);
  message->set_name_en(catalog.names().name_en);
  message->set_name_es(catalog.names().name_es);
  message->set_version(catalog.version());
}

absl::Status List(const Source& catalogs, v1::ListCatalogsResponse& response) {
  const auto current = catalogs.Current();
  for (const auto& catalog : current->all()) FillHead(catalog, response.add_catalogs());
  return absl::OkStatus();
}

absl::Status Get(const Call& call, const Source& catalogs, const core::Clock& clock,
                 const v1::GetCatalogRequest& request, v1::Catalog& response) {
  const auto current = catalogs.Current();
  const Catalog* catalog = current->Find(request.name());
  if (catalog == nullptr) return core::refusal::NotFoundCatalog();
  auto day = clinical::Today(clock, call.principal().time_zone);
  if (!request.date().empty()) {
    std::vector<core::Violation> violations;
    const auto asked =
        clinical::ReadDate(request.date(), "date", absl::CivilDay(2200, 12, 31), violations);
    if (!asked) return core::InvalidFields(std::move(violations));
    day = *asked;
  }
  const Codes codes(current, call.principal().rules, day);
  FillHead(*catalog, &response);
  response.set_date(clinical::FormatDate(day));
  for (const Entry* entry : codes.Valid(request.name())) Fill(*entry, response.add_entries());
  return absl::OkStatus();
}

}  // namespace

CatalogRpc::CatalogRpc(enlace::rpc::Pipeline& pipeline, const Source& catalogs,
                       const core::Clock& clock)
    : UnaryService(pipeline), catalogs_(catalogs), clock_(clock) {
  Add<v1::ListCatalogsRequest, v1::ListCatalogsResponse>(
      "ListCatalogs",
      [this](Call&, const auto&, auto& response) { return List(catalogs_, response); });
  Add<v1::GetCatalogRequest, v1::Catalog>("GetCatalog",
                                          [this](Call& call, const auto& request, auto& response) {
                                            return Get(call, catalogs_, clock_, request, response);
                                          });
}

}  // namespace enlace::catalog::rpc
