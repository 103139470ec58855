-- Callers who are limited to some of the tenant's workflows.
-- +goose Up

-- That of the patient at the booking, or when it joined the waitlist.
ALTER TABLE appointments ADD COLUMN patient_workflow text COLLATE "C";
ALTER TABLE waitlist_entries ADD COLUMN patient_workflow text COLLATE "C";

-- Without an OR, as before.
-- Keeps out every other tenant, and, where the tenant limits its users to what they own, the
-- appointments of its other users; and keeps a caller who is limited to workflows from those of
-- patients of others and of none.
ALTER POLICY appointments_of_tenant ON appointments
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
         AND coalesce(owner_id = nullif(current_setting('app.owner_scope', true), ''), true)
         AND coalesce(patient_workflow = ANY (string_to_array(
                        nullif(current_setting('app.workflows', true), ''), ',')),
                      nullif(current_setting('app.workflows', true), '') IS NULL))
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
              AND coalesce(owner_id = nullif(current_setting('app.owner_scope', true), ''), true)
              AND coalesce(patient_workflow = ANY (string_to_array(
                        nullif(current_setting('app.workflows', true), ''), ',')),
                      nullif(current_setting('app.workflows', true), '') IS NULL));

-- Keeps out every other tenant, and callers as the policy of appointments does.
ALTER POLICY waitlist_entries_of_tenant ON waitlist_entries
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
         AND coalesce(patient_workflow = ANY (string_to_array(
                        nullif(current_setting('app.workflows', true), ''), ',')),
                      nullif(current_setting('app.workflows', true), '') IS NULL))
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
              AND coalesce(patient_workflow = ANY (string_to_array(
                        nullif(current_setting('app.workflows', true), ''), ',')),
                      nullif(current_setting('app.workflows', true), '') IS NULL));
