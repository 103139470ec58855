-- Keys of platform administrators, whose writes belong to no tenant.
-- +goose Up

-- Keep the platform role from every tenant's keys: it has those of the nil tenant.
CREATE POLICY idempotency_keys_of_platform ON idempotency_keys FOR SELECT TO enlace_auth_platform
  USING (tenant_id = '00000000-0000-0000-0000-000000000000');
-- Keeps the platform role from claiming a key in a tenant's name.
CREATE POLICY idempotency_keys_claimed_by_platform ON idempotency_keys FOR INSERT
  TO enlace_auth_platform
  WITH CHECK (tenant_id = '00000000-0000-0000-0000-000000000000');
-- Keeps the platform role from changing an answer that is there.
CREATE POLICY idempotency_keys_answered_by_platform ON idempotency_keys FOR UPDATE
  TO enlace_auth_platform
  USING (tenant_id = '00000000-0000-0000-0000-000000000000' AND answer IS NULL)
  WITH CHECK (tenant_id = '00000000-0000-0000-0000-000000000000');
-- Keeps the platform role from forgetting an answer before its time.
CREATE POLICY idempotency_keys_expired_of_platform ON idempotency_keys FOR DELETE
  TO enlace_auth_platform
  USING (tenant_id = '00000000-0000-0000-0000-000000000000' AND expires_at <= now());

GRANT SELECT, INSERT (tenant_id, credential_id, key), UPDATE (answer), DELETE
  ON idempotency_keys TO enlace_auth_platform;
