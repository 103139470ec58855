#pragma once

#include <string>
#include <vector>

namespace enlace::testing {

// What a database may have although the rules forbid it.
struct CatalogAllowances {
  std::vector<std::string> tables_without_tenant = {"catalogs", "catalog_entries", "holidays",
                                                    "goose_db_version"};
  // Further ones, into which the runtime role may put rows that their policies allow.
  std::vector<std::string> letterboxes = {};
  // SECURITY DEFINER functions; each must pin its search_path all the same.
  std::vector<std::string> definer_functions = {};
};

// What each service's database may have, of deploy/postgres/catalog_allowances.json, by which a
// restored cluster is judged too. Throws std::exception for a service that it does not know.
CatalogAllowances AllowancesOf(const std::string& service);

// Checks the catalogues of the migrated database at `admin_url` (a superuser) against the rules
// of tenant isolation; one line per violation, none when all hold. The rules:
// - a table has a column `tenant_id uuid NOT NULL`, or is allowed not to and `runtime_role` may not
//   change it: into a letterbox, whose row-level security is enabled and forced, it may insert, and
//   see nothing of it; nothing is granted to PUBLIC;
// - a tenant table, partitions too, has row-level security enabled and forced; every policy that
//   applies to `runtime_role` compares tenant_id with app.tenant_id in USING and in WITH CHECK,
//   alone or before a further AND, and a table that the role may use has such a policy;
// - tenant_id leads every primary, unique and exclusion key, every unique index, and both sides
//   of every foreign key;
// - no materialized views, no views without security_invoker, no SECURITY DEFINER functions;
// - `runtime_role` is not superuser or BYPASSRLS, owns nothing, is a member of no role, may not
//   create objects, TRUNCATE, REFERENCE or put triggers, and has no privilege on a sequence.
// Throws std::runtime_error when the database can't be asked.
std::vector<std::string> LintCatalog(const std::string& admin_url, const std::string& runtime_role,
                                     const CatalogAllowances& allowances = {});

}  // namespace enlace::testing
