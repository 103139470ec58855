-- The rules of tenant isolation, as libs/testing/catalog_lint.h tells them: each adds its violations.
-- $1: the runtime role, $2: tables without tenant, $3: SECURITY DEFINER functions, $4: letterboxes,
-- into which the role may put rows that their policies allow. Objects of extensions and of the system
-- are not ours.
WITH runtime AS (SELECT * FROM pg_roles WHERE rolname = $1::text),
ours AS (
  SELECT n.oid, n.nspname FROM pg_namespace n
   WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'),
objects AS (
  SELECT c.*, o.nspname || '.' || c.relname AS name FROM pg_class c
    JOIN ours o ON o.oid = c.relnamespace
   WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                        AND d.objid = c.oid AND d.deptype = 'e')),
tables AS (
  SELECT o.*, a.attnum AS tenant_column, a.attnotnull, a.atttypid FROM objects o
    LEFT JOIN pg_attribute a ON a.attrelid = o.oid AND a.attname = 'tenant_id'
                            AND NOT a.attisdropped
   WHERE o.relkind IN ('r', 'p')),
tenant_tables AS (SELECT * FROM tables WHERE tenant_column IS NOT NULL),
policies AS (
  SELECT t.name, t.oid AS table_oid, p.polname, p.polcmd,
         replace(coalesce(pg_get_expr(p.polqual, p.polrelid), ''), t.relname || '.', '') AS uses,
         replace(coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''), t.relname || '.', '')
           AS checks
    FROM tenant_tables t JOIN pg_policy p ON p.polrelid = t.oid, runtime r
   WHERE p.polpermissive AND (p.polroles = '{0}' OR r.oid = ANY (p.polroles))),
tenant_rule (text) AS (VALUES (
  '(tenant_id = (NULLIF(current_setting(''app.tenant_id''::text, true), ''''::text))::uuid)'))

SELECT 'role ' || $1 || ' does not exist' AS violation WHERE NOT EXISTS (SELECT FROM runtime)
UNION ALL
SELECT 'table ' || name || ' has no tenant_id and is not on the allow-list'
  FROM tables WHERE tenant_column IS NULL AND NOT relname = ANY ($2::text[] || $4::text[])
UNION ALL
SELECT 'role ' || $1 || ' may change ' || t.name || ', which has no tenant'
  FROM tables t, runtime r
 WHERE tenant_column IS NULL
   AND (has_table_privilege(r.oid, t.oid, 'DELETE')
        OR has_any_column_privilege(r.oid, t.oid, 'UPDATE')
        OR has_any_column_privilege(r.oid, t.oid, 'INSERT') AND NOT relname = ANY ($4::text[]))
UNION ALL
SELECT 'letterbox ' || name || ' is open: ' || $1 || ' may read it, or no policy judges its rows'
  FROM tables t, runtime r
 WHERE relname = ANY ($4::text[])
   AND (NOT (relrowsecurity AND relforcerowsecurity)
        OR has_any_column_privilege(r.oid, t.oid, 'SELECT'))
UNION ALL
SELECT 'table ' || name || ': tenant_id is not uuid NOT NULL'
  FROM tenant_tables WHERE NOT attnotnull OR atttypid <> 'uuid'::regtype
UNION ALL
SELECT 'table ' || name || ': row-level security is not enabled and forced'
  FROM tenant_tables WHERE NOT (relrowsecurity AND relforcerowsecurity)
UNION ALL
SELECT 'table ' || t.name || ': ' || $1 || ' may use it, but has no policy'
  FROM tenant_tables t, runtime r
 WHERE (has_table_privilege(r.oid, t.oid, 'DELETE')
        OR has_any_column_privilege(r.oid, t.oid, 'SELECT, INSERT, UPDATE'))
   AND NOT EXISTS (SELECT FROM policies p WHERE p.table_oid = t.oid)
UNION ALL
SELECT 'policy ' || polname || ' on ' || name || ': USING does not hold the tenant'
  FROM policies, tenant_rule
 WHERE polcmd <> 'a' AND NOT (uses = text OR starts_with(uses, '(' || text || ' AND '))
UNION ALL
SELECT 'policy ' || polname || ' on ' || name || ': WITH CHECK does not hold the tenant'
  FROM policies, tenant_rule
 WHERE polcmd IN ('a', 'w', '*') AND NOT (checks = text OR starts_with(checks, '(' || text || ' AND '))
UNION ALL
SELECT 'constraint ' || c.conname || ' on ' || t.name || ' does not lead with tenant_id'
  FROM tenant_tables t JOIN pg_constraint c ON c.conrelid = t.oid
 WHERE c.contype IN ('p', 'u', 'x', 'f') AND c.conkey[1] IS DISTINCT FROM t.tenant_column
UNION ALL
SELECT 'foreign key ' || c.conname || ' on ' || t.name || ' does not refer to a tenant_id first'
  FROM tenant_tables t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'
  JOIN tenant_tables target ON target.oid = c.confrelid
 WHERE c.confkey[1] IS DISTINCT FROM target.tenant_column
UNION ALL
SELECT 'unique index ' || i.indexrelid::regclass || ' on ' || t.name
       || ' does not lead with tenant_id'
  FROM tenant_tables t JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique
 WHERE i.indkey[0] <> t.tenant_column
   AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
UNION ALL
SELECT 'view ' || name || ' is not security_invoker' FROM objects
 WHERE relkind = 'v'
   AND NOT coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on,security_invoker=1}'
UNION ALL
SELECT 'materialized view ' || name || ' would copy rows out of their policies' FROM objects
 WHERE relkind = 'm'
UNION ALL
SELECT 'function ' || p.oid::regprocedure || ' is SECURITY DEFINER '
       || CASE WHEN p.proname = ANY ($3::text[]) THEN 'without a pinned search_path'
               ELSE 'and not on the allow-list' END
  FROM pg_proc p JOIN ours o ON o.oid = p.pronamespace
 WHERE p.prosecdef
   AND NOT (p.proname = ANY ($3::text[])
            AND EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s LIKE 'search_path=%'))
UNION ALL
SELECT 'role ' || $1 || ' is superuser or BYPASSRLS' FROM runtime
 WHERE rolsuper OR rolbypassrls
UNION ALL
SELECT 'role ' || $1 || ' is a member of ' || m.roleid::regrole
  FROM runtime r JOIN pg_auth_members m ON m.member = r.oid
UNION ALL
SELECT 'role ' || $1 || ' owns ' || o.name FROM objects o JOIN runtime r ON r.oid = o.relowner
UNION ALL
SELECT 'role ' || $1 || ' may create objects in schema ' || o.nspname FROM ours o, runtime r
 WHERE has_schema_privilege(r.oid, o.oid, 'CREATE')
UNION ALL
SELECT 'role ' || $1 || ' may ' || privilege || ' ' || t.name
  FROM tables t, runtime r, unnest('{TRUNCATE,REFERENCES,TRIGGER}'::text[]) privilege
 WHERE has_table_privilege(r.oid, t.oid, privilege)
UNION ALL
SELECT 'role ' || $1 || ' has a privilege on sequence ' || o.name FROM objects o, runtime r
 WHERE o.relkind = 'S' AND has_sequence_privilege(r.oid, o.oid, 'USAGE, SELECT, UPDATE')
UNION ALL
SELECT 'everybody has a privilege on ' || o.name
  FROM objects o, aclexplode(o.relacl) a WHERE a.grantee = 0
ORDER BY 1
