-- A search reads busy times from their index alone.
-- +goose Up

-- Whether a hold is over is read with each time: without it in the index each was fetched from the
-- table, which cost as much again.
ALTER TABLE busy_times
  DROP CONSTRAINT busy_times_pkey,
  ADD CONSTRAINT busy_times_pkey PRIMARY KEY (tenant_id, practitioner_id, start_at, holder_id)
    INCLUDE (end_at, held_until);
