-- What the sealer sees of every tenant: how long its chain is, and how far it is signed.
-- +goose Up

-- It finds the tenants whose newest records no checkpoint covers; it reads no record and no hash.
CREATE POLICY audit_leaves_of_relay ON audit_leaves FOR SELECT TO enlace_audit_relay USING (true);
GRANT SELECT (tenant_id, position) ON audit_leaves TO enlace_audit_relay;
CREATE POLICY audit_checkpoints_of_relay ON audit_checkpoints FOR SELECT TO enlace_audit_relay
  USING (true);
GRANT SELECT (tenant_id, size) ON audit_checkpoints TO enlace_audit_relay;
