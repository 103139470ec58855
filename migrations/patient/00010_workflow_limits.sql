-- Callers who are limited to some of the tenant's workflows.
-- +goose Up

-- Without an OR, as before.
-- Keeps out every other tenant, and, where the tenant limits its users to what they own, the
-- patients of its other users; and keeps a caller who is limited to workflows from the patients of
-- others and of none.
ALTER POLICY patients_of_tenant ON patients
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
         AND coalesce(owner_id = nullif(current_setting('app.owner_scope', true), ''), true)
         AND coalesce(workflow = ANY (string_to_array(
                        nullif(current_setting('app.workflows', true), ''), ',')),
                      nullif(current_setting('app.workflows', true), '') IS NULL))
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
              AND coalesce(owner_id = nullif(current_setting('app.owner_scope', true), ''), true)
              AND coalesce(workflow = ANY (string_to_array(
                        nullif(current_setting('app.workflows', true), ''), ',')),
                      nullif(current_setting('app.workflows', true), '') IS NULL));
