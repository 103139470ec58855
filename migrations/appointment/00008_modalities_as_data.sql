-- Which modalities there are is data (see catalogs), judged by the service.
-- +goose Up
ALTER TABLE appointments
  DROP CONSTRAINT appointments_modality_check,
  ADD CONSTRAINT appointments_modality_code CHECK (modality ~ '^[A-Z0-9_]{1,60}$');
