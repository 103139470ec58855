-- The waitlist reads those who wait for one doctor, what is over, and lists, each by its own index.
-- +goose Up

-- Whom a doctor's time could suit: those who wait for this doctor, and those who wait for any.
CREATE INDEX waitlist_entries_waiting_for ON waitlist_entries (tenant_id, practitioner_id, created_at, id)
  WHERE status = 'WAITING';

DROP INDEX waitlist_entries_waiting;

-- Wishes whose period is over.
CREATE INDEX waitlist_entries_ending ON waitlist_entries (tenant_id, latest_at)
  WHERE status = 'WAITING';

-- Offers that may be over: few of all that were ever made.
CREATE INDEX waitlist_entries_offered ON waitlist_entries (tenant_id, hold_id)
  WHERE status = 'OFFERED';

-- One index for each filter of a list, in the list's own order.
CREATE INDEX waitlist_entries_by_practitioner
  ON waitlist_entries (tenant_id, practitioner_id, created_at, id);

CREATE INDEX waitlist_entries_by_status ON waitlist_entries (tenant_id, status, created_at, id);
