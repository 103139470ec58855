-- Records of refused calls: failed authentication and denied calls.
-- +goose Up

ALTER TABLE audit_events
  -- Why it was refused, as the caller was told.
  ADD COLUMN reason text NOT NULL DEFAULT '' CHECK (reason ~ '^([A-Z][A-Z0-9_]{0,63})?$'),
  -- How many calls the record stands for.
  ADD COLUMN calls bigint NOT NULL DEFAULT 1 CHECK (calls > 0);

GRANT INSERT (reason, calls) ON audit_events TO enlace_audit_runtime;
