-- The roles of every service, made or brought up to date; run by a superuser, as often as wanted.
-- ENLACE_ROLE_PASSWORDS: a JSON object from role to password; {} leaves passwords alone.
\set ON_ERROR_STOP on
\set passwords '{}'
\getenv passwords ENLACE_ROLE_PASSWORDS
-- The passwords are in the statements' text.
SET log_min_error_statement = 'panic';
SET log_min_duration_statement = -1;
SET password_encryption = 'scram-sha-256';

-- The owner runs migrations; runtime and relay own nothing; none of them passes row security.
SELECT format('CREATE ROLE %I LOGIN', name)
  FROM (SELECT format('enlace_%s_%s', service, duty) AS name
          FROM unnest(ARRAY['auth', 'patient', 'appointment', 'audit']) AS service,
               unnest(ARRAY['owner', 'runtime', 'relay']) AS duty
        UNION ALL SELECT 'enlace_auth_platform') AS wanted
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

SELECT format('ALTER ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION',
              rolname)
  FROM pg_roles
 WHERE rolname ~ '^enlace_(auth|patient|appointment|audit)_(owner|runtime|relay|platform)$'
   AND (NOT rolcanlogin OR rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole
        OR rolreplication)
\gexec

SELECT format('ALTER ROLE %I PASSWORD %L', key, value) FROM json_each_text(:'passwords'::json)
\gexec
