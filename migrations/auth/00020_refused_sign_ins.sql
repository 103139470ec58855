-- Whoever tries to sign in as a user is seen in each tenant of the user.
-- +goose Up

-- The platform role knows a user's tenants.
CREATE POLICY outbox_of_refused_sign_ins ON outbox FOR INSERT TO enlace_auth_platform
  WITH CHECK (event_type = 'REFUSAL');
