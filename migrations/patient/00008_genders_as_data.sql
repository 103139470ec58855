-- Which genders there are is data (see catalogs), judged by the service.
-- +goose Up
ALTER TABLE patients
  DROP CONSTRAINT patients_gender_id_check,
  DROP CONSTRAINT patients_gender_identity_id_check,
  ADD CONSTRAINT patients_gender_codes
    CHECK (gender_id ~ '^[A-Z0-9_]{1,60}$' AND gender_identity_id ~ '^[A-Z0-9_]{1,60}$');
