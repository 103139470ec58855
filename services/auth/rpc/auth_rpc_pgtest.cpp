#include "services/auth/rpc/auth_rpc.h"

#include <set>

#include "libs/authn/api_key.h"
#include "libs/authn/grpc_resolver.h"
#include "libs/core/reasons.h"
#include "services/auth/rpc/auth_server_fixture.h"

namespace enlace::auth {
namespace {

using Stub = v1::AuthService::Stub;
using google::protobuf::Empty;

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : core::DetailsOf(status).violations) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST_CASE("a tenant and its key, from the platform admin to the tenant itself") {
  AuthServerFixture f;
  const auto tenant = f.CreateTenant("Clínica Alpha");
  CHECK(tenant.tenant_code() == "CLINICA_ALPHA_001");
  CHECK(tenant.slug() == "clinica-alpha-001");
  CHECK(tenant.active());
  const auto key = f.CreateKey(tenant.id(), {"tenant:read"});
  CHECK(authn::ApiKey::Parse(key.plaintext()));
  CHECK(key.api_key().redacted().find(authn::ApiKey::Parse(key.plaintext())->secret) ==
        std::string::npos);

  v1::Tenant own;
  REQUIRE(f.Call(key.plaintext(), &Stub::GetOwnTenant, {}, &own).ok());
  CHECK(own.id() == tenant.id());
  v1::Principal principal;
  REQUIRE(f.Call(key.plaintext(), &Stub::GetPrincipal, {}, &principal).ok());
  CHECK(principal.id() == key.api_key().id());
  CHECK(principal.role() == common::v1::ROLE_SERVICE_ACCOUNT);
  CHECK(principal.tenant_id() == tenant.id());
  CHECK(principal.tenant_slug() == tenant.slug());
  CHECK(principal.time_zone() == "America/Bogota");
  CHECK(principal.owner_id() == "ana@example.com");
  CHECK(principal.request_limits().key().per_second() == 20);
  CHECK(principal.request_limits().key().burst() == 200);
  CHECK(principal.request_limits().tenant().per_second() == 50);
  CHECK(principal.request_limits().tenant().burst() == 500);
}

TEST_CASE("free-form objects come back as they were sent") {
  AuthServerFixture f;
  v1::CreateTenantRequest request;
  request.set_name("Alpha");
  (*request.mutable_branding()->mutable_fields())["color"].set_string_value("#0a0");
  (*request.mutable_settings()->mutable_fields())["perDay"].set_number_value(20);
  (*request.add_offices()->mutable_fields())["city"].set_string_value("Bogotá");
  v1::Tenant tenant;
  REQUIRE(f.Call(f.admin_key, &Stub::CreateTenant, request, &tenant).ok());
  v1::GetTenantRequest get;
  get.set_id(tenant.id());
  REQUIRE(f.Call(f.admin_key, &Stub::GetTenant, get, &tenant).ok());
  CHECK(tenant.branding().fields().at("color").string_value() == "#0a0");
  CHECK(tenant.settings().fields().at("perDay").number_value() == 20);
  CHECK(tenant.offices(0).fields().at("city").string_value() == "Bogotá");
}

TEST_CASE("every field that is wrong is named at once") {
  AuthServerFixture f;
  v1::CreateTenantRequest tenant;
  tenant.set_slug("!");
  tenant.set_time_zone("Nowhere");
  (*tenant.mutable_settings()->mutable_fields())["n"].set_number_value(1e31);
  v1::Tenant ignored;
  const auto of_tenant = f.Call(f.admin_key, &Stub::CreateTenant, tenant, &ignored);
  CHECK(of_tenant.code() == absl::StatusCode::kInvalidArgument);
  const auto named = FieldsOf(of_tenant);
  CHECK(std::set<std::string>(named.begin(), named.end()) ==
        std::set<std::string>{"name", "slug", "timeZone", "settings.n"});

  v1::CreateApiKeyResponse response;
  const auto of_key =
      f.Call(f.admin_key, &Stub::CreateApiKey, v1::CreateApiKeyRequest(), &response);
  CHECK(FieldsOf(of_key) == std::vector<std::string>{"tenantId", "name", "scopes", "owner"});
}

TEST_CASE("a tenant's key acts on its own tenant, whatever the request says") {
  AuthServerFixture f;
  const auto alpha = f.CreateTenant("Alpha");
  const auto beta = f.CreateTenant("Beta");
  const auto beta_key = f.CreateKey(beta.id(), {"tenant:read"});
  const auto key = f.CreateKey(alpha.id(), {"api-keys:read", "api-keys:write"}).plaintext();

  v1::CreateApiKeyRequest create;
  create.set_tenant_id(beta.id());
  create.set_name("mine");
  create.add_scopes("api-keys:read");
  v1::CreateApiKeyResponse made;
  REQUIRE(f.Call(key, &Stub::CreateApiKey, create, &made).ok());
  CHECK(made.api_key().owner() == "ana@example.com");
  v1::Principal principal;
  REQUIRE(f.Call(made.plaintext(), &Stub::GetPrincipal, {}, &principal).ok());
  CHECK(principal.tenant_id() == alpha.id());

  v1::ListApiKeysRequest list;
  list.set_tenant_id(beta.id());
  v1::ListApiKeysResponse keys;
  REQUIRE(f.Call(key, &Stub::ListApiKeys, list, &keys).ok());
  REQUIRE(keys.api_keys_size() == 2);
  for (const auto& listed : keys.api_keys()) CHECK(listed.id() != beta_key.api_key().id());
}

TEST_CASE("who looks at a tenant's keys is told of in that tenant's audit") {
  AuthServerFixture f;
  const auto alpha = f.CreateTenant("Alpha");
  const auto key = f.CreateKey(alpha.id(), {"api-keys:read"});
  v1::ListApiKeysRequest list;
  list.set_tenant_id(alpha.id());
  v1::ListApiKeysResponse keys;
  REQUIRE(f.Call(f.admin_key, &Stub::ListApiKeys, list, &keys).ok());
  v1::GetApiKeyRequest get;
  get.set_id(key.api_key().id());
  v1::ApiKey got;
  REQUIRE(f.Call(key.plaintext(), &Stub::GetApiKey, get, &got).ok());

  const auto rows = testing::RunSql(
      f.files.AdminUrl(),
      "SELECT tenant_id, action, actor_type, resource_ids, after_row ->> 'fieldsClass' AS fields"
      " FROM outbox WHERE event_type = 'ACCESS' ORDER BY seq");
  REQUIRE(rows.size() == 2);
  const auto id = *core::Ulid::Parse(key.api_key().id());
  for (int i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    CHECK(row.Id("tenant_id").ToString() == alpha.id());
    CHECK(row.TextArray("resource_ids") == std::vector<std::string>{id.ToUuid()});
    CHECK(row.Text("fields") == "ADMINISTRATIVE");
  }
  CHECK(rows[0].Text("action") == "LIST");
  CHECK(rows[0].Text("actor_type") != rows[1].Text("actor_type"));
}

TEST_CASE("a foreign, an absent and a malformed id get the same answer") {
  AuthServerFixture f;
  const auto alpha = f.CreateTenant("Alpha");
  const auto beta = f.CreateTenant("Beta");
  const auto key = f.CreateKey(alpha.id(), {"api-keys:write", "tenant:read"}).plaintext();
  const auto foreign = f.CreateKey(beta.id(), {"tenant:read"});
  for (const auto& id : {foreign.api_key().id(), core::Ulid::Generate(f.clock.Now()).ToString(),
                         std::string("nonsense"), std::string()}) {
    INFO(id);
    v1::RevokeApiKeyRequest revoke;
    revoke.set_id(id);
    revoke.set_tenant_id(beta.id());
    Empty empty;
    const auto revoked = f.Call(key, &Stub::RevokeApiKey, revoke, &empty);
    CHECK(revoked.code() == absl::StatusCode::kNotFound);
    CHECK(revoked.message() == "There is no such API key.");
    v1::RotateApiKeyRequest rotate;
    rotate.set_id(id);
    v1::CreateApiKeyResponse response;
    const auto rotated = f.Call(key, &Stub::RotateApiKey, rotate, &response);
    CHECK(rotated.code() == absl::StatusCode::kNotFound);
    CHECK(rotated.message() == "There is no such API key.");
  }
  v1::Tenant own;
  CHECK(f.Call(foreign.plaintext(), &Stub::GetOwnTenant, {}, &own).ok());
}

TEST_CASE("no key gains a scope by making or rotating another") {
  AuthServerFixture f;
  const auto tenant = f.CreateTenant("Alpha");
  const auto strong = f.CreateKey(tenant.id(), {"patients:write"});
  const auto weak = f.CreateKey(tenant.id(), {"api-keys:write"}).plaintext();
  v1::CreateApiKeyRequest create;
  create.set_name("stronger");
  create.add_scopes("patients:write");
  v1::CreateApiKeyResponse response;
  CHECK(FieldsOf(f.Call(weak, &Stub::CreateApiKey, create, &response)) ==
        std::vector<std::string>{"scopes[0]"});
  v1::RotateApiKeyRequest rotate;
  rotate.set_id(strong.api_key().id());
  CHECK(f.Call(weak, &Stub::RotateApiKey, rotate, &response).code() ==
        absl::StatusCode::kPermissionDenied);
  CHECK(response.plaintext().empty());
}

TEST_CASE("only the platform admin administers tenants") {
  AuthServerFixture f;
  const auto tenant = f.CreateTenant("Alpha");
  std::vector<std::string> all_scopes;
  for (const auto scope : {"patients:read", "api-keys:read", "api-keys:write", "tenant:read"}) {
    all_scopes.emplace_back(scope);
  }
  const auto key = f.CreateKey(tenant.id(), all_scopes).plaintext();
  const auto service =
      *IssuePlatformKey(f.credentials, f.hasher, "test", authn::Role::kInternalService, "relay",
                        f.clock.Now(), AuthFixture::Deadline());
  for (const auto& credential : {key, service}) {
    v1::Tenant answer;
    v1::CreateTenantRequest create;
    create.set_name("Gamma");
    CHECK(absl::IsPermissionDenied(f.Call(credential, &Stub::CreateTenant, create, &answer)));
    v1::GetTenantRequest get;
    get.set_id(tenant.id());
    CHECK(absl::IsPermissionDenied(f.Call(credential, &Stub::GetTenant, get, &answer)));
    v1::ListTenantsResponse list;
    CHECK(absl::IsPermissionDenied(f.Call(credential, &Stub::ListTenants, {}, &list)));
    v1::UpdateTenantRequest update;
    update.set_id(tenant.id());
    CHECK(absl::IsPermissionDenied(f.Call(credential, &Stub::UpdateTenant, update, &answer)));
    v1::DeleteTenantRequest remove;
    remove.set_id(tenant.id());
    Empty empty;
    CHECK(absl::IsPermissionDenied(f.Call(credential, &Stub::DeleteTenant, remove, &empty)));
  }
  v1::Tenant own;
  CHECK(absl::IsPermissionDenied(f.Call(f.admin_key, &Stub::GetOwnTenant, {}, &own)));
}

TEST_CASE("a call without a good credential is refused") {
  AuthServerFixture f;
  v1::Principal answer;
  const auto missing = f.Call("", &Stub::GetPrincipal, {}, &answer);
  CHECK(core::DetailsOf(missing).reason == core::reason::kCredentialMissing);
  const auto unknown =
      authn::ApiKey::Generate("test", core::Ulid::Generate(f.clock.Now())).Plaintext();
  for (const auto& key : {std::string("nonsense"), unknown}) {
    const auto invalid = f.Call(key, &Stub::GetPrincipal, {}, &answer);
    CHECK(absl::IsUnauthenticated(invalid));
    CHECK(core::DetailsOf(invalid).reason == core::reason::kCredentialInvalid);
  }
}

TEST_CASE("the pages of a list follow their tokens") {
  AuthServerFixture f;
  for (int i = 0; i < 5; ++i) {
    f.CreateTenant("Alpha");
    f.clock.Advance(absl::Milliseconds(1));
  }
  std::vector<std::string> codes;
  v1::ListTenantsRequest request;
  request.set_page_size(2);
  int pages = 0;
  for (;;) {
    v1::ListTenantsResponse page;
    REQUIRE(f.Call(f.admin_key, &Stub::ListTenants, request, &page).ok());
    ++pages;
    for (const auto& tenant : page.tenants()) codes.push_back(tenant.tenant_code());
    if (!page.has_next_page_token()) break;
    request.set_page_token(page.next_page_token());
  }
  CHECK(pages == 3);
  CHECK(codes ==
        std::vector<std::string>{"ALPHA_001", "ALPHA_002", "ALPHA_003", "ALPHA_004", "ALPHA_005"});
  request.set_page_size(201);
  request.set_page_token("nonsense");
  v1::ListTenantsResponse ignored;
  CHECK(FieldsOf(f.Call(f.admin_key, &Stub::ListTenants, request, &ignored)) ==
        std::vector<std::string>{"pageSize", "pageToken"});
}

TEST_CASE("a rotation keeps both keys for the overlap that was asked for") {
  AuthServerFixture f;
  const auto tenant = f.CreateTenant("Alpha");
  const auto old = f.CreateKey(tenant.id(), {"tenant:read"});
  v1::RotateApiKeyRequest rotate;
  rotate.set_tenant_id(tenant.id());
  rotate.set_id(old.api_key().id());
  rotate.mutable_overlap()->set_seconds(8 * 24 * 3600);
  v1::CreateApiKeyResponse successor;
  CHECK(FieldsOf(f.Call(f.admin_key, &Stub::RotateApiKey, rotate, &successor)) ==
        std::vector<std::string>{"overlap"});
  rotate.mutable_overlap()->set_seconds(60);
  REQUIRE(f.Call(f.admin_key, &Stub::RotateApiKey, rotate, &successor).ok());
  CHECK(successor.api_key().rotated_from_id() == old.api_key().id());
  v1::Principal principal;
  CHECK(f.Call(old.plaintext(), &Stub::GetPrincipal, {}, &principal).ok());
  CHECK(f.Call(successor.plaintext(), &Stub::GetPrincipal, {}, &principal).ok());
  f.clock.Advance(absl::Seconds(60));
  CHECK(absl::IsUnauthenticated(f.Call(old.plaintext(), &Stub::GetPrincipal, {}, &principal)));
  CHECK(f.Call(successor.plaintext(), &Stub::GetPrincipal, {}, &principal).ok());
}

TEST_CASE("another service learns who calls, and of a revocation within 5 seconds") {
  AuthServerFixture f;
  const auto tenant = f.CreateTenant("Alpha");
  const auto key = f.CreateKey(tenant.id(), {"patients:read"});
  testing::FakeClock clock(absl::Now());
  authn::Authenticator elsewhere(authn::MakeGrpcResolver(f.channel), clock);
  const auto ask = [&] {
    return elsewhere.Authenticate(key.plaintext(), absl::Now() + absl::Seconds(10));
  };
  const auto principal = ask();
  REQUIRE(principal.ok());
  CHECK((*principal)->id.ToString() == key.api_key().id());
  CHECK((*principal)->role == authn::Role::kServiceAccount);
  CHECK((*principal)->tenant_id.ToString() == tenant.id());
  CHECK((*principal)->tenant_slug == tenant.slug());
  CHECK((*principal)->scopes == std::vector<std::string>{"patients:read"});
  CHECK((*principal)->owner_id == "ana@example.com");
  CHECK((*principal)->time_zone == "America/Bogota");

  v1::RevokeApiKeyRequest revoke;
  revoke.set_tenant_id(tenant.id());
  revoke.set_id(key.api_key().id());
  Empty empty;
  REQUIRE(f.Call(f.admin_key, &Stub::RevokeApiKey, revoke, &empty).ok());
  clock.Advance(absl::Seconds(5));
  const auto refused = ask();
  CHECK(absl::IsUnauthenticated(refused.status()));
  CHECK(core::DetailsOf(refused.status()).reason == core::reason::kCredentialInvalid);
}

TEST_CASE("a platform admin is one to other services too, and bound to no tenant") {
  AuthServerFixture f;
  const auto resolver = authn::MakeGrpcResolver(f.channel);
  const auto principal = resolver->Resolve(f.admin_key, absl::Now() + absl::Seconds(10), {});
  REQUIRE(principal.ok());
  CHECK(principal->role == authn::Role::kPlatformAdmin);
  CHECK(principal->tenant_id.IsNil());
}

TEST_CASE("an auth service that is down is said to be unreachable, not the key to be wrong") {
  AuthServerFixture f;
  const auto resolver = authn::MakeGrpcResolver(f.channel);
  f.server->Stop(absl::Now());
  const auto answer = resolver->Resolve(f.admin_key, absl::Now() + absl::Seconds(2), {});
  CHECK(absl::IsUnavailable(answer.status()));
  CHECK(answer.status().message() == "The auth service can't be reached; repeat after a moment.");
  CHECK_FALSE(core::DetailsOf(answer.status()).internal.empty());
}

}  // namespace
}  // namespace enlace::auth
