-- Records of refused calls: failed authentication and denied calls.
-- +goose Up
-- +goose ENVSUB ON

ALTER TABLE outbox DROP CONSTRAINT outbox_event_type_check;
ALTER TABLE outbox DROP CONSTRAINT outbox_action_check;
ALTER TABLE outbox
  ADD CONSTRAINT outbox_event_type_check CHECK (event_type IN ('WRITE', 'ACCESS', 'REFUSAL')),
  ADD CONSTRAINT outbox_action_check
    CHECK (action IN ('CREATE', 'UPDATE', 'DELETE', 'RESTORE', 'READ', 'LIST', 'AUTHENTICATE',
                      'AUTHORIZE')),
  -- Why it was refused, as the caller was told.
  ADD COLUMN reason text NOT NULL DEFAULT '',
  -- How many refused calls the event stands for.
  ADD COLUMN calls bigint NOT NULL DEFAULT 1 CHECK (calls > 0);

-- Refusals of many tenants are written together, as access records are.
CREATE POLICY outbox_of_refusals ON outbox FOR INSERT TO enlace_${ENLACE_SERVICE}_relay
  WITH CHECK (event_type = 'REFUSAL');
