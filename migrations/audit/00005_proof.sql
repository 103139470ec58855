-- What proves that no record was changed, and what lets a person be forgotten: docs/audit-proof.md.
-- +goose Up

ALTER TABLE audit_events
  -- Under whose key the payload is sealed: a person's, or the tenant's own id. NULL: the record is from
  -- before payloads were sealed, and has its personal data in columns.
  ADD COLUMN person_id uuid,
  -- What of the record may tell of a person: the actor's e-mail and address, the rows.
  ADD COLUMN payload bytea;
GRANT INSERT (person_id, payload) ON audit_events TO enlace_audit_runtime;

-- Keys of payloads, each sealed under the installation's. Who is erased loses the key, and with it
-- every payload, while the proof stays whole.
CREATE TABLE audit_person_keys (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  sealed_key bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, person_id)
);
ALTER TABLE audit_person_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_person_keys FORCE ROW LEVEL SECURITY;
-- Keeps every tenant from another tenant's keys.
CREATE POLICY audit_person_keys_of_tenant ON audit_person_keys TO enlace_audit_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, DELETE ON audit_person_keys TO enlace_audit_runtime;

-- Records that are not in their tenant's chain yet, in the order in which they came.
CREATE TABLE audit_unsealed (
  tenant_id uuid NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  event_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, seq)
);
ALTER TABLE audit_unsealed ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_unsealed FORCE ROW LEVEL SECURITY;
-- Keeps every tenant from another tenant's records.
CREATE POLICY audit_unsealed_of_tenant ON audit_unsealed TO enlace_audit_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
-- The sealer finds the tenants that have any; it reads no record.
CREATE POLICY audit_unsealed_of_relay ON audit_unsealed FOR SELECT TO enlace_audit_relay
  USING (true);
GRANT SELECT, INSERT, DELETE ON audit_unsealed TO enlace_audit_runtime;
GRANT SELECT (tenant_id, stored_at) ON audit_unsealed TO enlace_audit_relay;

-- The chain of a tenant: one row for each record, without gap from 0.
CREATE TABLE audit_leaves (
  tenant_id uuid NOT NULL,
  position bigint NOT NULL CHECK (position >= 0),
  event_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  -- Over the record and the hash before it: also a leaf of the tenant's Merkle tree (RFC 6962).
  entry_hash bytea NOT NULL CHECK (octet_length(entry_hash) = 32),
  PRIMARY KEY (tenant_id, position),
  UNIQUE (tenant_id, event_id)
);
-- Roots of the tree's whole subtrees of 2^level leaves, from level 1.
CREATE TABLE audit_nodes (
  tenant_id uuid NOT NULL,
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 62),
  -- From the left, from 0.
  place bigint NOT NULL CHECK (place >= 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (tenant_id, level, place)
);
-- Signed statements of what the chain was at a time.
CREATE TABLE audit_checkpoints (
  tenant_id uuid NOT NULL,
  -- How many records it covers.
  size bigint NOT NULL CHECK (size > 0),
  -- C2SP tlog-checkpoint, with its signature.
  note text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, size)
);
SELECT seal_audit_table('audit_leaves');
SELECT seal_audit_table('audit_nodes');
SELECT seal_audit_table('audit_checkpoints');
GRANT SELECT, INSERT ON audit_leaves, audit_nodes, audit_checkpoints TO enlace_audit_runtime;

-- The records from before are chained as they are. The owner sees them only while its rows are not
-- forced under the policies.
ALTER TABLE audit_events NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_unsealed NO FORCE ROW LEVEL SECURITY;

INSERT INTO audit_unsealed (tenant_id, event_id, occurred_at)
SELECT tenant_id, event_id, occurred_at FROM audit_events ORDER BY seq;

ALTER TABLE audit_unsealed FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
