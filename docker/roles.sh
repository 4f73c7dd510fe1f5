#!/bin/sh
# Makes the roles, the database and the extension in a new PostgreSQL, as the private one has them.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 \
    --set owner_password="$OWNER_PASSWORD" --set app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE deskhand_owner LOGIN PASSWORD :'owner_password' NOSUPERUSER NOBYPASSRLS;
CREATE ROLE deskhand_app LOGIN PASSWORD :'app_password' NOSUPERUSER NOBYPASSRLS;
CREATE ROLE deskhand_lookup NOLOGIN NOSUPERUSER NOBYPASSRLS;
GRANT deskhand_lookup TO deskhand_owner WITH ADMIN TRUE, INHERIT TRUE, SET TRUE;
CREATE DATABASE deskhand OWNER deskhand_owner;
\connect deskhand
CREATE EXTENSION vector;
REVOKE ALL ON DATABASE deskhand FROM PUBLIC;
GRANT CONNECT ON DATABASE deskhand TO deskhand_app;
GRANT USAGE, CREATE ON SCHEMA public TO deskhand_lookup;
SQL
