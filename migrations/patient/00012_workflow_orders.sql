-- Tells the appointment service which workflow a patient belongs to.
-- +goose Up

-- One for each patient whose workflow has changed: the appointment service is told of it until it has
-- confirmed, also for the bookings that were under way; then the row is gone.
CREATE TABLE workflow_orders (
  tenant_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  -- The patient's, as of changed_at; NULL: none. So the relay needs no patients.
  workflow text COLLATE "C",
  -- Not the time of the transaction: of two changes, the one that waited for the other has the later.
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_at timestamptz NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, patient_id),
  -- Who erases a patient's row erases what is derived from it.
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patients (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX workflow_orders_due ON workflow_orders (due_at);

ALTER TABLE workflow_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflow_orders FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from every other tenant's orders. Who may change a patient orders it,
-- whatever the workflow and the owner.
CREATE POLICY workflow_orders_of_tenant ON workflow_orders TO enlace_patient_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- The relay reads every tenant's orders, puts them off and removes them, and makes none.
CREATE POLICY workflow_orders_of_relay ON workflow_orders FOR SELECT TO enlace_patient_relay
  USING (true);
CREATE POLICY workflow_orders_put_off ON workflow_orders FOR UPDATE TO enlace_patient_relay
  USING (true) WITH CHECK (true);
CREATE POLICY workflow_orders_carried_out ON workflow_orders FOR DELETE TO enlace_patient_relay
  USING (true);

-- SELECT is what ON CONFLICT asks for.
GRANT SELECT (tenant_id, patient_id), INSERT, UPDATE (workflow, changed_at, due_at, attempts)
  ON workflow_orders TO enlace_patient_runtime;
GRANT SELECT, DELETE, UPDATE (due_at, attempts) ON workflow_orders TO enlace_patient_relay;

-- +goose StatementBegin
CREATE FUNCTION order_workflow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO workflow_orders (tenant_id, patient_id, workflow)
  VALUES (NEW.tenant_id, NEW.id, NEW.workflow)
  ON CONFLICT (tenant_id, patient_id) DO UPDATE
    SET workflow = NEW.workflow, changed_at = clock_timestamp(), due_at = now(), attempts = 0;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER patients_workflow_ordered AFTER UPDATE OF workflow ON patients
  FOR EACH ROW WHEN (OLD.workflow IS DISTINCT FROM NEW.workflow) EXECUTE FUNCTION order_workflow();

-- Those that joined, changed or left a workflow before; who was never changed never left one. The
-- owner sees them only while its rows are not forced under the policies; the trigger above holds the
-- table locked until this is committed.
ALTER TABLE patients NO FORCE ROW LEVEL SECURITY;
ALTER TABLE workflow_orders NO FORCE ROW LEVEL SECURITY;

INSERT INTO workflow_orders (tenant_id, patient_id, workflow)
SELECT tenant_id, id, workflow FROM patients WHERE workflow IS NOT NULL OR version > 1;

ALTER TABLE workflow_orders FORCE ROW LEVEL SECURITY;
ALTER TABLE patients FORCE ROW LEVEL SECURITY;
