-- One service's database: -v service=patient -v database=enlace_patient. Run by a superuser after
-- roles.sql, as often as wanted.
\set ON_ERROR_STOP on

SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C.UTF-8''',
              :'database', 'enlace_' || :'service' || '_owner')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database')
\gexec

-- Nobody connects but the roles of the service itself.
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;

SELECT format('GRANT CONNECT ON DATABASE %I TO %I', :'database', rolname)
  FROM pg_roles
 WHERE rolname ~ ('^enlace_' || :'service' || '_(runtime|relay|platform)$')
\gexec

ALTER DATABASE :"database" SET timezone = 'UTC';

\connect :"database"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
