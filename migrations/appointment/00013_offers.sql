-- Which offer an appointment was booked by: each is good for one.
-- +goose Up

-- The offer's signature; absent where explicit times were booked.
ALTER TABLE appointments ADD COLUMN offer text COLLATE "C";

-- Deleted and cancelled appointments too: what was booked once is used.
CREATE UNIQUE INDEX appointments_offer_once ON appointments (tenant_id, offer)
  WHERE offer IS NOT NULL;
